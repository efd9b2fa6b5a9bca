"""Cases of single pairs: collected from raw files, or written by hand under `data/cases/`."""
