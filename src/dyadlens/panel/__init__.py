"""One table of all pairs, years and measures, built once from the data and kept until they change."""
