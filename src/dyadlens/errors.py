"""Every error that dyadlens raises on purpose.

All of them derive from :class:`DyadlensError`; their message is one line that says what is wrong and what is
allowed. The command line prints that line and ends with the class's ``exit_code``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_LONGEST = 60  # characters of a value that an error repeats
_WRONG = 1.5  # what a wrong letter counts, where one that is missing, too many or swapped counts 1


class DyadlensError(Exception):
    """Base of all errors with a message meant for a user."""

    exit_code = 2

    def _render_traceback_(self) -> list[str]:
        """Show one line in a notebook, as on the command line; IPython asks for it."""
        return [f"{type(self).__name__}: {self}"]


class BadParameter(DyadlensError, ValueError):
    """A parameter has a value that is not allowed."""


class UnknownName(BadParameter):
    """A state, table, measure or notebook has no such name."""


class DataError(DyadlensError):
    """A data file is missing, altered, or does not fit its schema."""

    exit_code = 1


class SourceError(DataError):
    """A raw source file is missing or is not the one that the manifest describes."""


class ReportError(DyadlensError):
    """A report could not be made."""

    exit_code = 1


def shown(value: object) -> str:
    """Return a value as an error shows it: on one line, and cut where it is long."""
    text = " ".join(repr(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]}...{text[-1]}"


def nearest(name: object, allowed: Iterable[str]) -> str:
    """Return ``"; did you mean 'X'?"`` for the allowed names nearest to a wrong one, else an empty text."""
    if not isinstance(name, str) or not 1 < len(name) <= _LONGEST:
        return ""
    wrong, folded = name.casefold(), {n.casefold(): n for n in allowed}
    most = {n: max(_WRONG, min(len(wrong), len(n)) / 3) for n in folded}
    alike = (n for n in folded if abs(len(wrong) - len(n)) <= most[n])  # spares the count for most of a long list
    slips = {n: count for n in alike if (count := _slips(wrong, n)) <= most[n]}
    least = min(slips.values(), default=0.0)
    near = [n for n, count in slips.items() if count == least]
    near = near or [n for n in folded if len(wrong) >= 3 and n.startswith(wrong)]
    return f"; did you mean {' or '.join(repr(folded[n]) for n in near)}?" if 1 <= len(near) <= 3 else ""


def _slips(one: str, other: str) -> float:
    """Count the slips between two words: 1 for a letter missing, too many or swapped, 1.5 for a wrong one."""
    before: list[float] = []
    row = [float(j) for j in range(len(other) + 1)]
    for i, a in enumerate(one, start=1):
        before, above, row = row, before, [float(i)]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (_WRONG if a != b else 0))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


def unknown_name(
    kind: str, name: object, allowed: Iterable[str], *, show: int = 12, listed_by: str | None = None
) -> UnknownName:
    """Build the error for a name that does not exist, with the nearest one that does."""
    names = sorted(set(allowed))
    hint = nearest(name, names)
    if len(names) <= show:
        rest = f" (allowed: {', '.join(names)})"
    elif listed_by:
        rest = f" (`{listed_by}` lists all {len(names)})"
    else:
        rest = "" if hint else f" (allowed: {', '.join(names[:show])}, ... ({len(names)} in all))"
    return UnknownName(f"unknown {kind} {shown(name)}{hint}{rest}")


def show_in_one_line() -> None:
    """Let a notebook, and IPython, print these errors as one line; a cell that raises one still fails.

    A handler that somebody else has set is left alone.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None or shell.custom_exceptions:
        return

    def one_line(shell: Any, kind: type[BaseException], error: BaseException, *_: Any, **__: Any) -> list[str]:
        lines = [f"{kind.__name__}: {error}"]
        shell._showtraceback(kind, error, lines)
        return lines

    shell.set_custom_exc((DyadlensError,), one_line)
