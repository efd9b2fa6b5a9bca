from .catalog import load as load
from .catalog import read as read
from .catalog import tables as tables
from .evidence import Evidence as Evidence
