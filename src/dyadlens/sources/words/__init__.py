"""Sources on speeches, media and opinion."""
