"""Drawings made small: the same picture in fewer bytes, for a page that holds many of them."""

from __future__ import annotations

import re
from itertools import count
from urllib.parse import quote

_PROLOGUE = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
_PATH = re.compile(r'(?<= d=")[^"]+(?=")')
_STYLE = re.compile(r'(?<= style=")[^"]+(?=")')
_NAME = re.compile(r' id="([^"]+)"')
_NAMED = re.compile(r"#([\w.-]+)(?=[\")])")
_SHIFT = re.compile(r' transform="translate\(([\d.-]+) 0\)"(?=/>)')
_STEP = re.compile(r"([MLQCzZ])([^MLQCzZ]*)")
_OTHER = re.compile(r"[^MLQCzZ\d\s.-]")
_LONG = re.compile(r"-?\d+\.\d{2,}")
_SCALE = 10  # a tenth of a point, finer than a screen shows; of a letter, a thousandth of its size


def data_uri(svg: str) -> str:
    """Write a drawing as an address that a page can hold inside itself."""
    text = quote(compact(svg).replace('"', "'"), safe="=:/;()!*$@?-.,'+")
    # Whoever looks through a page for references to elsewhere must not stumble over those inside a drawing.
    return "data:image/svg+xml," + text.replace("href=", "href%3D")


def compact(svg: str) -> str:
    r"""Make a drawing small without loss to the eye.

    Comments, the head and names that nothing refers to go; the names left are short; a path goes step by step from
    where it stands, in tenths of a point.
    """
    text = _PROLOGUE.sub("", svg)
    text = _PATH.sub(lambda found: _by_steps(found[0]), text)
    text = _STYLE.sub(lambda found: re.sub(r"([:;]) ", r"\1", found[0]), text)
    text = _SHIFT.sub(r' x="\1"', text).replace("xlink:href=", "href=")
    text = text.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    text = re.sub(r">\s+<", "><", _short_names(text)).strip()
    return _LONG.sub(_rounded, text)


def _short_names(text: str) -> str:
    """Give what is referred to a short name, in order, and take from the rest theirs."""
    short: dict[str, str] = {}
    number = count()
    for name in _NAME.findall(text):
        if f"#{name}" in text and name not in short:
            short[name] = f"p{next(number)}"
    text = _NAME.sub(lambda found: f' id="{short[found[1]]}"' if found[1] in short else "", text)
    return _NAMED.sub(lambda found: f"#{short.get(found[1], found[1])}", text)


def _rounded(found: re.Match[str]) -> str:
    """Write a number of a transformation or a style with as many decimals as it needs."""
    value = float(found[0])
    return f"{value:.3g}" if abs(value) < 1 else f"{value:.2f}".rstrip("0").rstrip(".")


def _by_steps(path: str) -> str:
    """Write a path as steps from point to point; places are rounded first, so that errors do not add up."""
    if _OTHER.search(path):
        return path
    out, here, start = [], (0, 0), (0, 0)
    for kind, rest in _STEP.findall(path):
        if kind in "zZ":
            out.append("z")
            here = start
            continue
        numbers = [round(float(value) * _SCALE) for value in rest.split()]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        steps = [(x - here[0], y - here[1]) for x, y in points]
        here = points[-1]
        if kind == "M":
            start = here
        out.append(kind.lower() + ",".join(_tenths(value) for step in steps for value in step))
    return "".join(out)


def _tenths(value: int) -> str:
    whole, part = divmod(abs(value), _SCALE)
    text = f"{whole}.{part}" if part else f"{whole}"
    return f"-{text}" if value < 0 else text
