"""Security: common adversaries, alliances, rivalry, disputes, and votes in the Security Council."""
