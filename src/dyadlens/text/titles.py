"""Titles of figures that set several measures side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from dyadlens.data.evidence import Evidence
from dyadlens.measures.registry import describe
from dyadlens.text.names import capital, small, states_named, subject, who
from dyadlens.text.numbers import in_words, listed, number
from dyadlens.text.sentences import amount, phrase, sentence_templates, title


class Labelled(Protocol):
    """Rows of one measure and direction, with the label that they have in a figure."""

    @property
    def label(self) -> str:
        """What the line is called."""

    @property
    def rows(self) -> Evidence:
        """Its rows."""


def side_by_side(lines: Sequence[Labelled]) -> str:
    """Say what several measures of a pair come to in the last year that all of them have."""
    main = lines[0].rows
    values = [line.rows.dropna(subset=["value"]).set_index("year")["value"] for line in lines]
    common = set.intersection(*(set(v.index) for v in values))
    if not common:
        others = listed([small(line.label) for line in lines[1:]])
        return phrase("side_by_side", "apart", title=title(main), others=others)
    year = max(common)
    names = [str(line.rows["measure"].iloc[0]) for line in lines]
    said = dict(zip(names, (float(v[year]) for v in values), strict=True))
    return _together(main, said, year) or _one_thing(lines, said, year) or _apart(lines, said, year)


def _together(main: Evidence, values: dict[str, float], year: int) -> str:
    """Say what measures come to that have a sentence of their own."""
    a, b = states_named(main)
    parts = {name: number(value, describe(name).scale) for name, value in values.items()}
    parts |= {"a": a, "b": b, "year": str(year), "at": _at(values), "count": capital(in_words(len(values)))}
    for known, text in sentence_templates()["side_by_side"].items():
        together = known.split(", ")
        if len(together) > 1 and together[0] == next(iter(values)) and set(values) <= set(together):
            # A sentence on a measure that is not drawn is another figure's.
            missing = [name for name in together if f"{{{name}}}" in text and name not in parts]
            return "" if missing else capital(text.format_map(parts))
    return ""


def _at(values: dict[str, float]) -> str:
    """Write values of one scale: where they stand, or between which ends."""
    what = describe(next(iter(values)))
    texts = list(dict.fromkeys(amount(v, what) for v in sorted(values.values())))
    if len(texts) == 1:
        return f"at {texts[0]}"
    if len(values) > 2:
        return f"between {texts[0]} and {texts[-1]}"
    return f"at {listed([amount(v, what) for v in values.values()])}"


def _one_thing(lines: Sequence[Labelled], values: dict[str, float], year: int) -> str:
    """Say what each source, or each series where one source stands behind several, puts one thing at."""
    stems = {line.label.partition(", ")[0].partition(" as ")[0] for line in lines}
    if len(stems) > 1:
        return ""
    main, stem = lines[0].rows, small(stems.pop())
    behind = {line.rows.loc[line.rows["year"] == year, "source"].iloc[0] for line in lines}
    about = who(main) if describe(main["measure"].iloc[0]).directed else f"of {who(main)}"
    parts = {
        "count": capital(in_words(len(lines))),
        "kind": "sources" if len(behind) == len(lines) else "series",
        "noun": f"{stem} {about}",
        "year": year,
        "at": _at(values),
    }
    return phrase("side_by_side", "same_none" if parts["at"] == "at none" else "same", **parts)


def _apart(lines: Sequence[Labelled], values: dict[str, float], year: int) -> str:
    """Say what different measures stand at, each by its own name."""
    main, scales = lines[0].rows, [describe(name).scale for name in values]
    if set(scales) == {"flag"}:
        a, b = states_named(main)
        flags = [_flag(line.label, value) for line, value in zip(lines, values.values(), strict=True)]
        return capital(phrase("side_by_side", "flags", a=a, b=b, flags=" and ".join(flags), year=year))
    texts = [number(value, scale) for value, scale in zip(values.values(), scales, strict=True)]
    noun, others = subject(main), [small(line.label) for line in lines[1:]]
    noun, other = (f"{name}," if ", " in name else name for name in (noun, others[0]))
    parts = {"noun": noun, "first": texts[0], "year": year, "other": other, "second": texts[1]}
    return phrase("side_by_side", "two" if len(lines) == 2 else "several", others=listed(others), **parts)


def _flag(label: str, value: float) -> str:
    text = small(label)
    if text.startswith("in "):
        return text if value else f"not {text}"
    return f"{'with' if value else 'without'} {text}"
