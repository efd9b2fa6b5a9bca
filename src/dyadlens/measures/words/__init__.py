"""Words: speeches in the General Debate, titles of state outlets, views of publics."""
