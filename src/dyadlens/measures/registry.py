"""The measures: what each says of itself, read from the YAML beside its code, in one registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import yaml

from dyadlens.errors import DataError, UnknownName, unknown_name

if TYPE_CHECKING:
    import pandas as pd

Scale = Literal["share", "index", "count", "flag", "musd", "tiv", "log_ratio", "bcm"]
Subject = Literal["pair", "directed", "state"]
DOMAINS = ("votes", "security", "arms", "trade", "diplomacy", "words", "third_parties", "history")
_LISTED_BY = "dyadlens measures"


@dataclass(frozen=True)
class Measure:
    """Description of one measure.

    Parameters
    ----------
    name, domain : str
        Name in the evidence; its domain.
    label : str
        Name for a reader.
    noun : str
        How a sentence names it together with the states: ``{a}`` and ``{b}``.
    unit : str
        Unit of the value, in words.
    scale : str
        How a value is written: share, index, count, flag, musd, tiv, log_ratio or bcm.
    low, high : float or None
        Ends of the range that is possible.
    higher_means : str
        What a higher value says, in a few words.
    closer : {1, -1, 0}
        What a higher value says of the two: closer, farther apart, or neither.
    subject : {"pair", "directed", "state"}
        Of a pair, of a pair from ``a`` to ``b``, or of one state, with ``b`` the world.
    donor : str
        State from which a directed measure always runs, to each state of the pair.
    parameter : {"", "third_party", "armed_group"}
        For what else the measure is made, after a colon: ``tiv_ratio:IND``.
    whole : bool
        Whether a measure with a parameter is also made without one: the pressure of all third parties together.
    direction : str
        How the direction is put in words.
    window : int
        Number of years that each value pools; the window ends with the year named.
    tables : tuple of str
        Curated tables that it reads.
    sources : tuple of str
        Tables that its rows name as their source; the first of ``tables`` by default.
    bounded_by : tuple of str
        Tables whose publication bounds what was known on a day; all of ``tables`` by default.
    needs : tuple of str
        Other measures that it is built from.
    first, last : int or None
        Years outside of which it has no value.
    exists : {"state", "member"}
        Whether a pair counts from statehood, or from its first vote or speech in the United Nations.
    zero : {"true_zero", "observed"}
        What a value of 0 is: nothing there, or a finding like any other.
    population : str
        Which roll calls, flows or events the value rests on, where that could be mistaken.
    interval, note, formula, cite : str
        How the 90% interval is made or why there is none; what to know before reading it; formula; citation.
    combined : bool
        Whether every value rests on all of the tables; else each row names the one table it comes from.
    build : str
        Name of the function that builds it, and ``args`` for it.
    """

    name: str
    domain: str
    label: str
    unit: str
    higher_means: str
    tables: tuple[str, ...]
    cite: str
    module: str
    noun: str = ""
    scale: Scale = "index"
    low: float | None = None
    high: float | None = None
    closer: Literal[1, -1, 0] = 1
    subject: Subject = "pair"
    donor: str = ""
    parameter: Literal["", "third_party", "armed_group"] = ""
    whole: bool = False
    direction: str = "from {a} to {b}"
    window: int = 1
    sources: tuple[str, ...] = ()
    bounded_by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    exists: Literal["state", "member"] = "state"
    zero: Literal["true_zero", "observed"] = "true_zero"
    population: str = ""
    interval: str = "none: the source reports a figure without an error"
    note: str = ""
    formula: str = ""
    combined: bool = False
    build: str = "build"
    args: Mapping[str, Any] | None = None

    @property
    def directed(self) -> bool:
        """Whether the value from a to b differs from that from b to a, or is of one state alone."""
        return self.subject != "pair"

    @property
    def band(self) -> str:
        """What the ends around a value are: an interval, bounds where something is not known, or a source's range."""
        kinds = {"bounds": "bounds", "none": "range of reports"}
        return next((words for start, words in kinds.items() if self.interval.startswith(start)), "90% interval")

    @cached_property
    def builder(self) -> Callable[..., Any]:
        """The function that builds the measure."""
        return getattr(import_module(self.module), self.build)


_KNOWN = {f.name for f in fields(Measure)} - {"name", "domain", "module"}
_TUPLES = ("tables", "sources", "bounded_by", "needs")


class Registry(Mapping[str, Measure]):
    """All measures by name; shows itself as a table."""

    def __init__(self, measures: Mapping[str, Measure]) -> None:
        self._measures = dict(measures)

    def __getitem__(self, name: str) -> Measure:
        stem = name.partition(":")[0]
        if stem not in self._measures:
            raise unknown_name("measure", name, self._measures, listed_by=_LISTED_BY)
        return self._measures[stem]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.partition(":")[0] in self._measures

    def __iter__(self) -> Iterator[str]:
        return iter(self._measures)

    def __len__(self) -> int:
        return len(self._measures)

    def frame(self) -> pd.DataFrame:
        """Return one row a measure: name, domain, label, unit, and what a higher value means."""
        import pandas as pd

        rows = [(m.name, m.domain, m.label, m.unit, m.higher_means) for m in self.values()]
        return pd.DataFrame(rows, columns=["measure", "domain", "label", "unit", "a higher value means"])

    def __repr__(self) -> str:
        names = {domain: ", ".join(m.name for m in self.of(domain)) for domain in DOMAINS}
        return "\n".join([f"{len(self)} measures", *(f"  {domain}: {listed}" for domain, listed in names.items())])

    def _repr_html_(self) -> str:
        return str(self.frame().to_html(index=False, border=0, classes="mathjax_ignore tex2jax_ignore"))

    def of(self, domain: str) -> tuple[Measure, ...]:
        """Return the measures of a domain."""
        if domain not in DOMAINS:
            raise unknown_name("domain", domain, DOMAINS)
        return tuple(m for m in self._measures.values() if m.domain == domain)


@cache
def registry() -> Registry:
    """Read the descriptions of all measures, in the order of domains, files and entries."""
    found: dict[str, Measure] = {}
    for domain in DOMAINS:
        files = sorted((Path(__file__).parent / domain).glob("*.yml"))
        read_files = [(path, yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)) for path in files]
        for path, entries in sorted(read_files, key=lambda item: item[1].pop("order", 100)):
            shared = entries.pop("defaults", {})
            for name, entry in entries.items():
                if name in found:
                    raise DataError(f"measure {name!r} stands twice, the second time in {domain}/{path.name}")
                found[name] = _measure(name, domain, path, {**shared, **entry})
    return Registry(found)


def _measure(name: str, domain: str, path: Path, entry: dict[str, Any]) -> Measure:
    """Check an entry: every key known, none missing, every word one that is allowed."""
    where = f"{domain}/{path.name}, measure {name!r}"
    strange = sorted(set(entry) - _KNOWN)
    if strange:
        raise DataError(f"{where}: unknown key {strange[0]!r} (allowed: {', '.join(sorted(_KNOWN))})")
    values: dict[str, Any] = {key: tuple(value) if key in _TUPLES else value for key, value in entry.items()}
    values.setdefault("sources", values.get("tables", ())[:1])
    values.setdefault("bounded_by", values.get("tables", ()))
    try:
        measure = Measure(name=name, domain=domain, module=f"dyadlens.measures.{domain}.{path.stem}", **values)
    except TypeError as error:
        raise DataError(f"{where}: {str(error).partition('() ')[2]}") from None
    for key, allowed in (("scale", get_args(Scale)), ("subject", get_args(Subject)), ("closer", (1, -1, 0))):
        if getattr(measure, key) not in allowed:
            raise DataError(f"{where}: {key} {getattr(measure, key)!r} is not one of {', '.join(map(str, allowed))}")
    return measure


def describe(name: str) -> Measure:
    """Return the description of a measure.

    Parameters
    ----------
    name : str
        Its name; what stands after a colon (a third party, an armed group) plays no part.

    Returns
    -------
    Measure

    Raises
    ------
    UnknownName
        If there is no such measure, with the nearest name.

    Examples
    --------
    >>> describe("kappa").label
    "Cohen's kappa"
    """
    return registry()[name]


def require_measures(names: str | Sequence[str]) -> list[str]:
    """Return measure names as a list; one that does not exist is refused, never dropped."""
    wanted = [names] if isinstance(names, str) else list(names)
    if not wanted:
        raise UnknownName(f"no measure named; `{_LISTED_BY}` lists them")
    for name in wanted:
        describe(name)
    return wanted
