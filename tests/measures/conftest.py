"""Tables cut to what was out on a day, for the tests that look for leaks."""

import json
import shutil
import sys
from datetime import date, timedelta

import pandas as pd
import pytest

from dyadlens.catalog import read, tables
from dyadlens.paths import data_directory


def forget():
    """Empty every cache of the package, so that tables are read anew."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "dyadlens":
            for value in list(vars(module).values()):
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()


def last_day(text):
    return pd.Period(text).end_time.date()


def out_on(info, frame, day):
    """Tell which rows were out on a day: written here anew, not taken from the catalogue."""
    if info.dated_by == "static":
        return [True] * len(frame)
    lag = timedelta(days=info.published_lag * 365.25)
    if info.dated_by == "year":
        out = {year: date(int(year), 12, 31) + lag <= day for year in set(frame["year"])}
        return frame["year"].map(out).tolist()
    out = {text: last_day(text) + lag <= day for text in set(frame["date"])}
    return frame["date"].map(out).tolist()


def rest(frame):
    """Drop the names that only deleted rows had, as a file written on that day would not have them."""
    named = frame.select_dtypes("category").columns
    return frame.assign(**{c: frame[c].cat.remove_unused_categories() for c in named})


@pytest.fixture
def without_later_rows(tmp_path, monkeypatch):
    """Return a function that makes the package read tables from which all rows not out on a day are deleted."""

    def cut(day):
        infos = dict(tables())
        kept = {name: rest(read(name)[out_on(info, read(name), day)]) for name, info in infos.items()}
        for name, info in infos.items():
            target = tmp_path / info.path.relative_to(data_directory())
            target.parent.mkdir(parents=True, exist_ok=True)
            if info.dated_by == "static":
                shutil.copy(info.path, target)
            elif target.suffix == ".parquet":
                kept[name].to_parquet(target, index=False)
            else:
                kept[name].to_csv(target, index=False)
        descriptor = json.loads((data_directory() / "datapackage.json").read_text(encoding="utf-8"))
        (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        monkeypatch.setenv("DYADLENS_DATA", str(tmp_path))
        forget()
        return {name: (len(frame), infos[name].rows) for name, frame in kept.items()}

    yield cut
    monkeypatch.undo()
    forget()
