from . import charts as charts
from . import claims as claims
from . import data as data
from . import details as details
from . import drivers as drivers
from . import indices as indices
from . import states as states
from . import tables as tables
from . import text as text
from .claims.verdicts import verdicts as verdicts
from .data.cases import case as case
from .errors import DyadlensError as DyadlensError
from .indices.composite import index as index
from .lens import Lens as Lens
from .measures.listing import measures as measures
from .measures.registry import describe as describe
from .panel.compare import compare as compare
from .panel.coverage import coverage_counts as coverage_counts
from .panel.evidence import evidence as evidence
from .panel.query import query as query
from .panel.rank import rank as rank
from .panel.views import panel as panel
from .states.registry import find_state as find_state

__version__: str
