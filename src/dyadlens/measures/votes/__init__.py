"""Votes in the UN General Assembly."""
