"""Sources on organizations, visits, aid, sanctions and events."""
