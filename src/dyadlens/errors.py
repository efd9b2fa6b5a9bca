"""Every error that dyadlens raises on purpose.

All of them derive from :class:`DyadlensError`; their message is one line that says what is wrong and what is
allowed. The command line prints that line and ends with the class's ``exit_code``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class DyadlensError(Exception):
    """Base of all errors with a message meant for a user."""

    exit_code = 2


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


def nearest(name: object, allowed: Iterable[str]) -> str:
    """Return ``"; did you mean 'X'?"`` for the allowed name nearest to a wrong one, else an empty text.

    Examples
    --------
    >>> nearest("vots", ["arms", "votes"])
    "; did you mean 'votes'?"
    >>> nearest("RSU", ["SUR", "RUS"])
    "; did you mean 'RUS'?"
    """
    wrong, folded = str(name).casefold(), {n.casefold(): n for n in allowed}
    # Two letters in the wrong order are the commonest slip in a code, and difflib counts them as two.
    near = [n for n in folded if _swapped(wrong, n)] or difflib.get_close_matches(wrong, folded, n=1, cutoff=0.6)
    return f"; did you mean {folded[near[0]]!r}?" if near else ""


def _swapped(one: str, other: str) -> bool:
    """Tell whether two words differ by two neighbouring letters in the wrong order, and by nothing else."""
    apart = [i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return len(one) == len(other) and len(apart) == 2 and apart[1] == apart[0] + 1 and sorted(one) == sorted(other)


def unknown_name(kind: str, name: object, allowed: Iterable[str], *, show: int = 12) -> UnknownName:
    """Build the error for a name that does not exist, with the nearest one that does.

    Parameters
    ----------
    kind : str
        What the name should have named, for example ``"state"``.
    name : object
        What was given.
    allowed : iterable of str
        All names that exist.
    show : int
        How many of them to list when none is near.

    Returns
    -------
    UnknownName
        An error whose message is one line.

    Examples
    --------
    >>> print(unknown_name("domain", "vots", ["arms", "trade", "votes"]))
    unknown domain 'vots'; did you mean 'votes'? (allowed: arms, trade, votes)
    """
    names = sorted(set(allowed))
    listed = ", ".join(names[:show]) + (f", ... ({len(names)} in all)" if len(names) > show else "")
    return UnknownName(f"unknown {kind} {name!r}{nearest(name, names)} (allowed: {listed})")
