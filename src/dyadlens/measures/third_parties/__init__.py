"""Third parties: who is close, who is hostile, triads, pressure, and dependence on the other's rivals."""
