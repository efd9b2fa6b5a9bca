from .registry import WORLD as WORLD
from .registry import State as State
from .registry import all_states as all_states
from .registry import find_state as find_state
from .registry import state_named as state_named
from .registry import unknown_state as unknown_state
