"""Outlines of states for small maps."""

import geopandas as gpd
import pandas as pd
import shapely

from dyadlens.sources.raw import Raw
from dyadlens.sources.states.system import state_codes

FILE = "states/naturalearth_lowres.geojson"
CODES = {"Kosovo": "XKX"}  # the source gives it no code


def build_outlines(raw: Raw) -> pd.DataFrame:
    """Lay the rings of all areas out as points."""
    areas = gpd.read_file(raw.path(FILE))
    codes = areas["name"].map(CODES).fillna(areas["iso3"])
    states = codes.where(codes.isin(state_codes(raw).all))
    rows = []
    for area, (name, state, shape) in enumerate(zip(areas["name"], states, areas.geometry, strict=True)):
        for part, polygon in enumerate(shapely.get_parts(shape)):
            for ring, line in enumerate(shapely.get_rings(polygon)):
                points = shapely.get_coordinates(line).round(6)
                rows += [(area, name, state, part, ring, order, *point) for order, point in enumerate(points)]
    return pd.DataFrame(rows, columns=["area", "name", "state", "part", "ring", "order", "lon", "lat"])
