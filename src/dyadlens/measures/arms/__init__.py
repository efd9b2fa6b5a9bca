"""Arms transfers: volume, share of imports, concentration of suppliers, ratio to those for a third state."""
