"""Sources on alliances, disputes, armed conflict and military strength."""
