"""A network's year at a glance: in which months it has met or will meet."""

import datetime
import math
from collections import Counter
from collections.abc import Iterable

from django import template
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import mark_safe

from directory.finding import MeetingEntry

FEWEST = 3
"""How many meetings must be known before their months say anything of a rhythm."""
INNER, OUTER, LETTERS, GAP = 30, 62, 76, 0.03
DEPTHS = 3

register = template.Library()


@register.inclusion_tag("components/year.html")
def year_of(meetings: Iterable[MeetingEntry]) -> dict:
    """Return the drawing of the months in which meetings fall, and the same in words; nothing when too few are known."""
    known = [one for one in meetings if one.month and not one.is_cancelled]
    if len(known) < FEWEST:
        return {}
    counts = Counter(one.month.month for one in known)
    months = [{"name": _name(month), "count": counts[month]} for month in range(1, 13) if counts[month]]
    return {"months": months, "drawing": _drawing(counts)}


def _drawing(counts: Counter) -> str:
    most = max(counts.values())
    wedges = "".join(
        f'<path class="y{-(-DEPTHS * counts[month] // most)}" d="{_wedge(month)}"/>{_letter(month)}' for month in range(1, 13)
    )
    return mark_safe(f'<svg class="year" viewBox="-84 -84 168 168" aria-hidden="true">{wedges}</svg>')  # noqa: S308  made of escaped texts


def _wedge(month: int) -> str:
    """Return the path of a month's part of the ring, January at the top."""
    start, end = _angle(month - 1) + GAP, _angle(month) - GAP
    (a, b), (c, d), (e, f), (g, h) = (_at(OUTER, start), _at(OUTER, end), _at(INNER, end), _at(INNER, start))
    return f"M{a} {b}A{OUTER} {OUTER} 0 0 1 {c} {d}L{e} {f}A{INNER} {INNER} 0 0 0 {g} {h}Z"


def _letter(month: int) -> str:
    x, y = _at(LETTERS, _angle(month - 0.5))
    return f'<text x="{x}" y="{y}">{escape(_name(month)[0].upper())}</text>'


def _angle(months: float) -> float:
    return math.tau * months / 12 - math.pi / 2


def _at(radius: float, angle: float) -> tuple[str, str]:
    return f"{radius * math.cos(angle):.1f}", f"{radius * math.sin(angle):.1f}"


def _name(month: int) -> str:
    return date_format(datetime.date(2000, month, 1), "F")
