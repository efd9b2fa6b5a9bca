from .deals import deals as deals
from .deals import supplies as supplies
from .fighting import adversary_places as adversary_places
from .third_states import leaning as leaning
from .third_states import third_states_between as third_states_between
