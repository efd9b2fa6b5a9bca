"""Verdicts as data frames: one row a claim, one row a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dyadlens.claims.base_rates import BaseRate
from dyadlens.claims.finding import Check, Number, Part
from dyadlens.claims.verdicts import Verdict


def verdict_frame(found: Sequence[Verdict]) -> pd.DataFrame:
    """Return verdicts as a table, one row a claim."""
    rows = []
    for v in found:
        years = sorted({y for part in v.parts for y in part.years})
        rows.append(
            {
                "id": v.claim.id,
                "side": v.claim.side,
                "claim": v.claim.text,
                "verdict": v.word,
                "could_be": "; ".join(v.could_be),
                "verdict_elsewhere": "; ".join(v.word_elsewhere),
                **{word.replace(" ", "_"): count for word, count in v.counts.items()},
                "first_year": years[0] if years else None,
                "last_year": years[-1] if years else None,
                "sources": "; ".join(dict.fromkeys(s for part in v.parts for s in part.sources)),
            }
        )
    return pd.DataFrame(rows).astype({"first_year": "Int64", "last_year": "Int64"})


def number_frame(found: Sequence[Verdict], rates: Sequence[BaseRate] = ()) -> pd.DataFrame:
    """Return the numbers behind verdicts, one row a number and threshold."""
    counted = {(rate.id, rate.part): rate for rate in rates}
    rows = []
    for v in found:
        for at, part in enumerate(v.parts):
            letter = "abcdefgh"[at]
            rows += [
                _rated(row, counted.get((v.claim.id, at))) for row in _rows(v.claim.id, letter, part, beside=False)
            ]
            rows += [r for other in part.others for r in _rows(v.claim.id, letter, other, beside=True)]
        rows += [_row(v.claim.id, "", "", True, number) for number in v.finding.beside]
        if whole := counted.get((v.claim.id, None)):
            rows.append(_row(v.claim.id, "", "", True, _WHOLE) | _shares(whole))
    names = [*_row("", "", "", False, _WHOLE), *_RATED]
    types: dict[str, Any] = {"others_passing": float, "others_asked": "Int64", "tells_little": "boolean"}
    return pd.DataFrame(rows, columns=names).astype(types)


_WHOLE = Number("all parts together", float("nan"), "index")
_RATED = ("others_passing", "others_asked", "tells_little")


def _rated(row: dict[str, Any], rate: BaseRate | None) -> dict[str, Any]:
    if rate is None or not row["operator"]:
        return row
    return row | _shares(rate)


def _shares(rate: BaseRate) -> dict[str, Any]:
    return dict(zip(_RATED, (rate.share, rate.asked, not rate.telling), strict=True))


def _rows(id: str, letter: str, part: Part, *, beside: bool) -> list[dict[str, Any]]:
    out = []
    for key, number in part.numbers.items():
        checks: list[Check | None] = [c for c in part.checks if c.number == key] or [None]
        for check in checks:
            out.append(_row(id, letter, part.status, beside, number, check))
    return out


def _row(id: str, letter: str, status: str, beside: bool, number: Number, check: Check | None = None) -> dict[str, Any]:
    return {
        "id": id,
        "part": letter,
        "status": status,
        "beside": beside,
        "number": number.label,
        "value": number.value,
        "low": number.low,
        "high": number.high,
        "operator": check.operator if check else "",
        "threshold": check.threshold if check else float("nan"),
        "parameter": check.parameter if check else "",
        "years": " ".join(map(str, number.years)),
        "missing": " ".join(map(str, number.missing)),
        "source": "; ".join(number.sources),
    }
