"""States of the world: codes, names and lifespans."""

from dyadlens.states.registry import WORLD, State, all_states, find_state, state_named, unknown_state

__all__ = ["WORLD", "State", "all_states", "find_state", "state_named", "unknown_state"]
