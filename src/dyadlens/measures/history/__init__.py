"""History: past disputes, the blocs of the Cold War, years of alliance."""
