"""Sources on votes in the United Nations."""
