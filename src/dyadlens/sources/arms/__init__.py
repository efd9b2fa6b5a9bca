"""Sources on transfers of arms."""
