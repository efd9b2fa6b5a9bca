"""Claims on a pair: rules that decide them, verdicts, and what the verdicts say of rival readings."""
