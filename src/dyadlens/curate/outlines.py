"""Outlines of states for small maps, from the Natural Earth file that a pinned package ships."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd

from dyadlens.curate.raw import Raw
from dyadlens.curate.states import build_states
from dyadlens.curate.table import Column, Table
from dyadlens.errors import SourceError

FOLDER = "tests/fixtures/naturalearth_lowres"
SHA256 = {
    "naturalearth_lowres.shp": "08e341606e8391e458c3f08deb312de664b56bfae376064c5aa0aee6681a5f55",
    "naturalearth_lowres.dbf": "d2ae1c99adcf8e4586a5b12c639672035fa2f3f469e7255947de00401c3ed7e1",
    "naturalearth_lowres.shx": "8b0be2ad97dd484aee5c2ebc98697d5372e832b8ae58a35a661aeef6b985668d",
}
# The source gives these no code of their own.
CODES = {"Norway": "NOR", "France": "FRA", "Kosovo": "XKX"}


def outline_file(folder: Path | None = None) -> Path:
    """Return the path of the outlines after checking that they are the ones that are known.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Where the files lie; by default in the installed package pyogrio.

    Returns
    -------
    pathlib.Path
        The shapefile.

    Raises
    ------
    SourceError
        If a file is missing or has another SHA-256.

    Examples
    --------
    >>> outline_file().name
    'naturalearth_lowres.shp'
    """
    where = folder or Path(str(files("pyogrio"))) / FOLDER
    for name, known in SHA256.items():
        path = where / name
        if not path.is_file():
            raise SourceError(f"outlines: {name} is missing; pyogrio 0.13.0 ships it in {FOLDER}")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != known:
            raise SourceError(
                f"outlines: {name} has SHA-256 {found[:12]}..., not {known[:12]}...; install the pinned pyogrio, or "
                "look at the new lines and set the hash"
            )
    return where / next(iter(SHA256))


def build_outlines(raw: Raw) -> pd.DataFrame:
    """Lay the rings of all areas out as points.

    Parameters
    ----------
    raw : Raw
        The raw source files, for the list of states.

    Returns
    -------
    pandas.DataFrame
        One row a point; the last point of a ring is its first.
    """
    import pyogrio
    import shapely

    areas = pyogrio.read_dataframe(outline_file())
    states = set(build_states(raw)["state"])
    rows = []
    for number, area in enumerate(areas.itertuples(index=False)):
        code = CODES.get(area.name, area.iso_a3)
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
        description=(
            "Rings of points of 177 areas, for maps of the world the width of a page. Read from the shapefile "
            f"{FOLDER} of the package pyogrio 0.13.0, checked by its SHA-256 ({SHA256['naturalearth_lowres.shp']})."
        ),
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
        files=(),
        first=2018,
        last=2018,
        absent="not_covered",
        published_lag=0,
        lag_note="geography is known at the time",
        dated_by="static",
        states_covered="states of some size; 28 small states have no outline at this scale",
        defects=(
            "lines are drawn as Natural Earth sees them on the ground, without a judgement of right: Kashmir is parted "
            "along the line of control and Aksai Chin is with China, Crimea is drawn with Russia, the Golan with "
            "Israel, most of Western Sahara with Morocco and the rest by itself; Northern Cyprus, Somaliland, Kosovo, "
            "Palestine and Taiwan stand as areas of their own",
            "28 small states, among them Singapore, Bahrain, Malta, Mauritius, the Maldives and most islands of the "
            "Pacific, have no outline",
            "the borders of about 2018 stand for all years; Sudan is without the south, and states that are gone, such "
            "as Yugoslavia, have none",
            "coasts are coarse: no distance or area may be measured on them",
            "French Guiana is drawn with France; Greenland, Puerto Rico and New Caledonia stand without a state",
        ),
        licence="public domain",
        citation="Natural Earth, Admin 0 Countries, 1:110 million, naturalearthdata.com; made with Natural Earth.",
    ),
)
