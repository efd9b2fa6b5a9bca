"""Sources on trade and energy."""
