"""Outlines of states for small maps."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from dyadlens.sources.raw import Raw
from dyadlens.sources.states import build_states
from dyadlens.sources.table import Column, Table

FILE = "states/naturalearth_lowres.geojson"
_STATES = ("states/cow_states.parquet", "states/concordance_iso_cow_gw.csv")
# The source gives it no code.
CODES = {"Kosovo": "XKX"}


def build_outlines(raw: Raw) -> pd.DataFrame:
    """Lay the rings of all areas out as points."""
    areas = gpd.read_file(raw.path(FILE))
    states = set(build_states(raw)["state"])
    rows = []
    for number, area in enumerate(areas.itertuples(index=False)):
        code = CODES.get(area.name, area.iso3)
        for part, polygon in enumerate(shapely.get_parts(area.geometry)):
            for ring, line in enumerate(shapely.get_rings(polygon)):
                points = shapely.get_coordinates(line).round(6)
                rows.append(
                    pd.DataFrame(
                        {
                            "area": number,
                            "name": area.name,
                            "state": code if code in states else None,
                            "part": part,
                            "ring": ring,
                            "order": np.arange(len(points)),
                            "lon": points[:, 0],
                            "lat": points[:, 1],
                        }
                    )
                )
    return pd.concat(rows, ignore_index=True)


TABLES = (
    Table(
        name="outlines",
        credit="Made with Natural Earth",
        title="Outlines of states for small maps (Natural Earth, 1:110 million)",
        description=("Rings of points of 177 areas, for maps of the world the width of a page."),
        build=build_outlines,
        columns=(
            Column("area", "integer", "Number of the area in the source, from 0.", minimum=0, maximum=176),
            Column("name", "string", "Name of the area in the source."),
            Column(
                "state",
                "string",
                "Code of the state; empty for an area that is none in the list of states.",
                missing=True,
            ),
            Column("part", "integer", "Number of the polygon of the area, from 0.", minimum=0),
            Column("ring", "integer", "0 the outside of the polygon, from 1 its holes.", minimum=0),
            Column("order", "integer", "Number of the point along the ring, from 0.", minimum=0),
            Column("lon", "number", "Longitude (WGS 84).", "degrees", minimum=-180, maximum=180),
            Column("lat", "number", "Latitude (WGS 84).", "degrees", minimum=-90, maximum=90),
        ),
        key=("area", "part", "ring", "order"),
        files=(FILE, *_STATES),
        first=2018,
        last=2018,
        absent="not_covered",
        published_lag=0,
        lag_note="geography is known at the time",
        dated_by="static",
        states_covered="states of some size; 28 small states have no outline at this scale",
        defects=(
            "the manifest says lines on the ground, and most are, but Crimea is drawn with Ukraine; no line is a "
            "judgement of right: Kashmir is parted along the line of control, Aksai Chin is with China, the Golan with "
            "Israel, most of Western Sahara with Morocco and the rest by itself; Northern Cyprus, Somaliland, Kosovo, "
            "Palestine and Taiwan stand as areas of their own",
            "28 small states, among them Singapore, Bahrain, Malta, Mauritius, the Maldives and most islands of the "
            "Pacific, have no outline",
            "the borders of about 2018 stand for all years; Sudan is without the south, and states that are gone, such "
            "as Yugoslavia, have none",
            "coasts are coarse: no distance or area may be measured on them",
            "Belgium has a spike, Sudan a ring that crosses itself, North Korea a part that is a point: maps mend "
            "them, the table does not",
            "French Guiana is drawn with France; Greenland, Puerto Rico and New Caledonia stand without a state",
        ),
    ),
)
