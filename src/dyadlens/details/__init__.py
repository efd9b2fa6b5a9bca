"""What a page shows of a pair beside its measures: single deals, contacts, third states between the two."""
