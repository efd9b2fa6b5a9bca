"""Outlines: whole rings, and the lines that the notes speak of."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from matplotlib.path import Path as Ring

from dyadlens.data.catalog import read, table
from dyadlens.sources.outlines import CODES, FILE, TABLES, build_outlines
from dyadlens.sources.raw import Raw
from dyadlens.sources.write import conform, sha256, write_table


@pytest.fixture(scope="module")
def points():
    return read("outlines")


def areas_at(points, lon, lat):
    """The areas that hold a place."""
    rings = points[points["ring"] == 0].groupby(["area", "name", "part"])
    return {name for (_, name, _), ring in rings if Ring(ring[["lon", "lat"]].to_numpy()).contains_point((lon, lat))}


@pytest.mark.raw
def test_the_table_built_again_is_the_one_that_is_kept(raw_directory, tmp_path):
    path = write_table(conform(build_outlines(Raw(raw_directory)), TABLES[0]), TABLES[0], tmp_path)
    assert sha256(path) == table("outlines").sha256


@pytest.mark.raw
def test_no_point_of_the_source_is_lost(raw_directory, points):
    areas = gpd.read_file(Raw(raw_directory).path(FILE))
    assert len(points) == shapely.get_num_coordinates(areas.geometry.array).sum()


def test_rings_are_closed_and_of_four_points_at_least(points):
    for _, ring in points.groupby(["area", "part", "ring"]):
        at = ring.sort_values("order")[["lon", "lat"]].to_numpy()
        assert len(at) >= 4 and np.array_equal(at[0], at[-1])
        assert ring["order"].tolist() == list(range(len(ring)))


def test_an_area_has_one_state_at_most_and_a_state_one_area(points):
    one = points.drop_duplicates("area")
    assert points.groupby("area")["state"].nunique(dropna=False).eq(1).all()
    assert not one["state"].dropna().duplicated().any()
    assert dict(zip(one["name"], one["state"], strict=True)).items() >= CODES.items()


def test_the_states_that_the_defects_count_as_missing_are_missing(points):
    states = read("states")
    today = set(states.loc[states["end"].isna(), "state"])
    missing = today - set(points["state"].dropna())
    assert len(missing) == 28 and {"SGP", "BHR", "MLT", "MUS", "MDV"} <= missing
    assert any(line.startswith("28 small states") for line in table("outlines").known_defects)


@pytest.mark.parametrize(
    ("place", "lon", "lat", "area"),
    [
        ("Srinagar", 74.8, 34.1, "India"),
        ("Gilgit", 74.3, 35.9, "Pakistan"),
        ("Aksai Chin", 79.5, 35.2, "China"),
        ("Simferopol", 34.1, 44.95, "Ukraine"),
        ("Golan", 35.8, 33.05, "Israel"),
        ("Laayoune", -13.0, 27.0, "Morocco"),
        ("Tifariti", -10.5, 26.1, "W. Sahara"),
        ("Hargeisa", 44.06, 9.56, "Somaliland"),
        ("Pristina", 21.1, 42.6, "Kosovo"),
        ("Taipei", 121.5, 24.9, "Taiwan"),
        ("Ramallah", 35.2, 31.9, "Palestine"),
    ],
)
def test_disputed_places_stand_where_the_notes_say(place, lon, lat, area, points):
    assert areas_at(points, lon, lat) == {area}, place
