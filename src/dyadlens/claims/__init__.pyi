from .base_rates import base_rates as base_rates
from .hindcast import vintages as vintages
from .matrix import matrix as matrix
from .matrix import weighing as weighing
from .sensitivity import threshold_sensitivity as threshold_sensitivity
from .verdicts import verdicts as verdicts
