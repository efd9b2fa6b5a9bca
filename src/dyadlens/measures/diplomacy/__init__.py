"""Diplomacy: events in the news, contacts, visits, aid from third donors, organizations, sanctions."""
