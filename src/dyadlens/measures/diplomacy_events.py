"""Events in the news to 2014: words and deeds between two states, scaled by how much is written about them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dyadlens.data.catalog import load, read
from dyadlens.data.evidence import NOT_COVERED, OBSERVED, TRUE_ZERO, UNKNOWN, Evidence
from dyadlens.data.shared import shared
from dyadlens.lens import Lens
from dyadlens.measures.measure import Measure
from dyadlens.measures.yearly import row, rows_of
from dyadlens.stats.ranks import grouped_percentile_ranks, percentile_rank
from dyadlens.stats.rates import poisson_interval, rate_ratio

KINDS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
GAP, RATIO = "say_do_gap", "say_do_ratio"
ALL_PAIRS = (*KINDS, *(f"{kind}_events" for kind in KINDS), GAP, RATIO)
PER = 1000.0
_ICEWS = "Boschee et al. (2015), ICEWS Coded Event Data; scaling as in the method page"
_POISSON = "exact Poisson interval of the count (Garwood 1936), scaled alike; far too narrow, since news repeat"
_LABELS = {
    "verbal_cooperation": ("Words of cooperation", "more friendly words"),
    "material_cooperation": ("Deeds of cooperation", "more friendly deeds"),
    "verbal_conflict": ("Words of conflict", "more hostile words"),
    "material_conflict": ("Deeds of conflict", "more hostile deeds"),
}
_RATIO_NOTE = "Where deeds are none it grows with the volume of news; the claim rule pools three years."


def _kind(kind: str, *, raw: bool) -> Measure:
    label, higher = _LABELS[kind]
    return Measure(
        f"{kind}_events" if raw else kind,
        f"{label}, events reported" if raw else label,
        "events" if raw else "per 1,000 events of either state",
        0.0,
        None if raw else PER,
        higher,
        ("icews",),
        _ICEWS,
        scale="count" if raw else "index",
        interval=_POISSON,
        note="Both directions together." + (" Not adjusted for the volume of news." if raw else ""),
        closer=-1 if kind.endswith("conflict") else 1,
    )


MEASURES = (
    *(_kind(kind, raw=False) for kind in KINDS),
    *(_kind(kind, raw=True) for kind in KINDS),
    Measure(
        GAP,
        "Words ahead of deeds",
        "percentile points",
        -100.0,
        100.0,
        "words run farther ahead of deeds than in other pairs",
        ("icews",),
        "this project; percentile ranks by Hazen (1914)",
        interval="95% Poisson bounds of both counts, ranked; 90% or more together (Bonferroni); too narrow alike",
        note="Percentile of verbal less percentile of material cooperation. Unknown where neither is reported.",
        closer=0,
    ),
    Measure(
        RATIO,
        "Words for each deed",
        "ratio of counts, half an event added to both",
        0.0,
        None,
        "more words for each deed",
        ("icews",),
        "Haldane (1956), Annals of Human Genetics 20:309-311; Anscombe (1956), Biometrika 43:461-464; interval: "
        "Przyborowski & Wilenski (1940), Biometrika 31:313-323",
        interval="exact interval of the ratio of two Poisson counts given their sum, no upper end without a deed; far "
        "too narrow, since news repeat",
        note=_RATIO_NOTE,
        closer=0,
    ),
)


@shared(maxsize=1)
def icews_pairs() -> pd.DataFrame:
    """Return counts, shares, gap and ratio of all pairs and years."""
    rows = read("icews").astype({"source": str, "target": str})
    swapped = rows["source"] > rows["target"]
    sides = {"a": rows["source"].mask(swapped, rows["target"]), "b": rows["target"].mask(swapped, rows["source"])}
    out = rows.assign(**sides).groupby(["a", "b", "year"], as_index=False)[list(KINDS)].sum()
    return _shares(out.rename(columns={kind: f"{kind}_events" for kind in KINDS}))


def _shares(out: pd.DataFrame) -> pd.DataFrame:
    """Add volume, shares, gap and ratio to counts by pair and year."""
    own = out[[f"{kind}_events" for kind in KINDS]].sum(axis=1)
    ends = pd.concat(
        [out[["a", "year"]].assign(n=own), out[["b", "year"]].set_axis(["a", "year"], axis=1).assign(n=own)]
    )
    total = ends.groupby(["a", "year"])["n"].sum()
    at = [total.reindex(pd.MultiIndex.from_frame(out[[side, "year"]])).to_numpy() for side in ("a", "b")]
    volume = (at[0] + at[1] - own).astype(float)
    out = out.assign(volume=volume.where(volume > 0))
    for kind in KINDS:
        out[kind] = PER * out[f"{kind}_events"] / out["volume"]
    said, done = out["verbal_cooperation_events"], out["material_cooperation_events"]
    ranks = [grouped_percentile_ranks(out[kind], out["year"]) for kind in KINDS[:2]]
    silent = (said + done) == 0
    gap, ratio = pd.Series(ranks[0] - ranks[1], index=out.index), (said + 0.5) / (done + 0.5)
    return out.assign(**{GAP: gap.mask(silent), RATIO: ratio.mask(silent)})


def pooled_ratio(lens: Lens, years: int = 3) -> dict[str, float]:
    """Return words for each deed over the latest years, with its percentile: what the claim on words and deeds reads."""
    last = min(load("icews", lens).last, lens.end)
    columns = [f"{kind}_events" for kind in KINDS]
    rows = icews_pairs()
    rows = rows[rows["year"].between(last - years + 1, last)].groupby(["a", "b"], as_index=False)[columns].sum()
    rows = _shares(rows.assign(year=last))
    own, span = _of(lens, rows), {"first": last - years + 1, "last": last}
    if own.empty:
        names = ("ratio", "percentile", "percentile_alike", "gap", "said", "done")
        return dict.fromkeys(names, np.nan) | span
    here = own.iloc[0]
    said = float(here[columns[0]])
    alike = rows[rows[columns[0]].between(said / 2, said * 2)]
    return {
        "ratio": float(here[RATIO]),
        "percentile": percentile_rank(here[RATIO], rows[RATIO]),
        "percentile_alike": percentile_rank(here[RATIO], alike[RATIO]),
        "gap": float(here[GAP]),
        "said": said,
        "done": float(here[columns[1]]),
        **span,
    }


def events(lens: Lens) -> list[Evidence]:
    """Compute the measures of events for the pair."""
    everyone = icews_pairs()
    everyone = everyone[everyone["year"].between(lens.start, min(lens.end, load("icews", lens).last))]
    years = {int(year): group for year, group in everyone.groupby("year")}
    here = _of(lens, everyone)
    names = (*KINDS, *(f"{kind}_events" for kind in KINDS), GAP, RATIO)
    return [_counted(lens, here, years, name) for name in names]


def _of(lens: Lens, everyone: pd.DataFrame) -> pd.DataFrame:
    a, b = sorted(lens.pair)
    return everyone[(everyone["a"] == a) & (everyone["b"] == b)].set_index("year")


def _counted(lens: Lens, here: pd.DataFrame, years: dict[int, pd.DataFrame], name: str) -> Evidence:
    """Give each year the count or share, its interval and its percentile among all pairs."""
    rows = []
    for year in lens.years:
        value = here[name].get(year, np.nan)
        if year not in here.index:
            rows.append(row(year, NOT_COVERED))
        elif np.isnan(value):
            rows.append(row(year, UNKNOWN))
        else:
            low, high = _interval(name, here.loc[year], years[year])
            rank = percentile_rank(value, years[year][name])
            status = OBSERVED if value or name == GAP else TRUE_ZERO
            rows.append(row(year, status, value, low=low, high=high, percentile=rank))
    return rows_of("diplomacy", name, *lens.pair, rows, "icews")


def _interval(name: str, own: pd.Series, now: pd.DataFrame) -> tuple[float, float]:
    """Return the interval of one value: of the count, the share, the ratio, or the gap between two ranks."""
    if name == RATIO:
        said, done = (int(own[f"{kind}_events"]) for kind in KINDS[:2])
        found = rate_ratio(said, 1.0, done, 1.0)
        return found.low, found.high
    if name == GAP:
        ends = {kind: _share_interval(own, kind, 0.95) for kind in KINDS[:2]}
        (said, done) = ([percentile_rank(x, now[kind]) for x in ends[kind]] for kind in KINDS[:2])
        return said[0] - done[1], said[1] - done[0]
    if name.endswith("_events"):
        low, high = poisson_interval(own[name])
        return float(low), float(high)
    return _share_interval(own, name, 0.9)


def _share_interval(own: pd.Series, kind: str, level: float) -> tuple[float, float]:
    low, high = poisson_interval(own[f"{kind}_events"], level)
    return float(PER * low / own["volume"]), float(min(PER * high / own["volume"], PER))
