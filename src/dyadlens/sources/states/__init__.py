"""Sources on the states themselves: the list of states, size, distances, outlines."""
