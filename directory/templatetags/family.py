"""A family tree as a drawing: boxes with names, lines between them."""

import textwrap
from html import escape

from django import template
from django.utils.safestring import mark_safe

from directory.family_tree import BETWEEN_ROWS, BOX_HEIGHT, BOX_WIDTH, GAP, PER_ROW
from directory.models import RelationKind
from directory.services.family import Family, Member

LETTERS_A_LINE, LINES = 22, 2
MARGIN = 4

register = template.Library()


@register.simple_tag
def family_drawing(family: Family, here) -> str:
    """Return the drawing of a family, for those who see it; ``here`` is the network whose page it is on."""
    height = max(member.box.bottom for member in family.members) + MARGIN
    width = PER_ROW * (BOX_WIDTH + GAP) - GAP
    view = f"{-MARGIN} {-MARGIN} {width + 2 * MARGIN} {height + MARGIN:g}"
    lines = "".join(_line(family, relation) for relation in family.relations)
    boxes = "".join(_box(member, is_here=member.network == here) for member in family.members)
    return mark_safe(f'<svg class="tree" viewBox="{view}" aria-hidden="true">{lines}{boxes}</svg>')  # noqa: S308  made of escaped texts


def _line(family: Family, relation) -> str:
    one, other = family.box(relation.origin_id), family.box(relation.target_id)
    upper, lower = sorted((one, other), key=lambda box: (box.y, box.x))
    if relation.kind == RelationKind.SISTER_OF:
        return _path(upper.middle, upper.bottom, lower.middle, lower.bottom if lower.y == upper.y else lower.y, "sisters")
    return _path(upper.middle, upper.bottom, lower.middle, lower.y, "descent")


def _path(x: float, y: float, to_x: float, to_y: float, kind: str) -> str:
    """Return a curve that leaves downwards and comes in from above, or for those side by side hangs below them."""
    bend = BETWEEN_ROWS / 2
    end = to_y + bend if to_y == y else to_y - bend
    return f'<path class="{kind}" d="M{x:g},{y:g}C{x:g},{y + bend:g} {to_x:g},{end:g} {to_x:g},{to_y:g}"/>'


def _box(member: Member, *, is_here: bool) -> str:
    network, box = member.network, member.box
    lines = textwrap.wrap(network.name, LETTERS_A_LINE, max_lines=LINES, placeholder=" …")
    first = box.y + BOX_HEIGHT / 2 - (len(lines) - 1) * 8 + 4
    words = "".join(f'<tspan x="{box.middle:g}" y="{first + 16 * n:g}">{escape(line)}</tspan>' for n, line in enumerate(lines))
    rect = f'<rect x="{box.x:g}" y="{box.y:g}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8"/>'
    kind = "here" if is_here else "ended" if network.has_ended else "kin"
    return f'<a class="{kind}" href="{escape(network.get_absolute_url())}" tabindex="-1">{rect}<text>{words}</text></a>'
