"""What lists are full of, written without a template: a page has hundreds of these pieces."""

import re
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from directory.models.freshness import is_marked
from directory.templatetags.directory import meeting_date, reach, rhythm

MOST_HITS_KEPT = 8
FIELD_LABELS = {
    "other_names": _("Also known as:"),
    "focus": _("Works with:"),
    "place": _("Where:"),
    "organiser": _("Organiser:"),
    "topics": _("Meeting:"),
    "members": _("Members:"),
    "exchanges": _("Exchanges:"),
    "who": _("Open to:"),
    "about_focus": _("Focus area:"),
}

register = template.Library()


@register.simple_tag
def the_same_for_all(template_name: str, current: str = "") -> str:
    """Return a part of the page that is the same for all readers of a language where ``current`` is, made once."""
    return _the_same_for_all(template_name, current, get_language())


@lru_cache(maxsize=256)
def _the_same_for_all(template_name: str, current: str, language: str) -> str:
    return render_to_string(template_name, {"current": current})


@register.simple_tag
def facets(filter) -> str:
    """Return the facets of a filter, each a group of boxes that opens; those with a choice in force are open, and the first."""
    is_counted = filter.is_valid()
    groups = (_facet(one, is_counted, place == 0 and one.has_answers) for place, one in enumerate(filter.facets))
    return mark_safe("\n".join(groups))  # noqa: S308  made of escaped texts


@register.simple_tag
def folded_boxes(facet) -> str:
    """Return the boxes of a facet that are not counted, in a group that opens; it is open when any is ticked."""
    return mark_safe(_facet(facet, is_counted=False, is_open=False))  # noqa: S308  made of escaped texts


@register.simple_tag
def boxes(*facets, label: str = "") -> str:
    """Return the boxes of one or more facets that are not counted, under the name of the first, or another."""
    name, each = escape(label or facets[0].label), "\n".join(_boxes(facet, is_counted=False) for facet in facets)
    return mark_safe(  # noqa: S308  made of escaped texts
        f'<fieldset class="field"><legend>{name}</legend>\n<div class="choices">{each}</div></fieldset>'
    )


@register.simple_tag
def select(facet) -> str:
    """Return the choices of a facet of which one can be had, as a list that drops down under its name."""
    field = f"id_{escape(facet.name)}"
    return mark_safe(  # noqa: S308  made of escaped texts
        f'<div class="field"><label for="{field}">{escape(facet.label)}</label>\n'
        f'<select id="{field}" name="{escape(facet.name)}">{_options(tuple(facet.choices))}</select></div>'
    )


@lru_cache(maxsize=256)
def _options(choices: tuple) -> str:
    return "\n".join(
        f'<option value="{escape(key)}"{" selected" if is_chosen else ""}>{escape(label)}</option>'
        for key, label, _count, is_chosen in choices
    )


def _facet(facet, is_counted: bool, is_open: bool) -> str:
    name, label, chosen = escape(facet.name), escape(facet.label), len(facet.chosen)
    mark = _chosen_mark(chosen) if chosen else ""
    return (
        f'<details class="facet" id="facet-{name}"{" open" if chosen or is_open else ""}>\n<summary>{label}{mark}</summary>\n'
        f'<fieldset>\n<legend class="visually-hidden">{label}</legend>\n'
        f"{_seek(facet)}{_boxes(facet, is_counted)}\n</fieldset>\n</details>"
    )


def _chosen_mark(count: int) -> str:
    told = gettext("chosen:")
    return f' <span class="chosen"><span class="visually-hidden">{escape(told)} </span>{count}</span>'


def _seek(facet) -> str:
    """Return the field that seeks among the values of a facet that has too many to show."""
    if facet.sought is None:
        return ""
    field, label = f"seek-{escape(facet.name)}", gettext("Find by name")
    return (
        f'<p class="seek"><label class="small" for="{field}">{escape(label)}</label> <input id="{field}" '
        f'name="{escape(facet.name)}_name" type="search" autocomplete="off" value="{escape(facet.sought)}"></p>\n'
    )


def _boxes(facet, is_counted: bool) -> str:
    """Return the boxes of a facet; when they are counted, each with how many rows it would give, and no box for none."""
    if not is_counted:
        return _uncounted_boxes(facet.name, tuple(facet.choices))
    boxes = []
    for key, label, count, is_chosen in facet.choices:
        plain, ticked, empty = _box(facet.name, key, label)
        boxes.append(f"{ticked if is_chosen else plain} <b>{count}</b></label>" if count or is_chosen else empty)
    return "\n".join(boxes)


@lru_cache(maxsize=256)
def _uncounted_boxes(name: str, choices: tuple) -> str:
    """Return boxes without counts: the same again and again for who tells little."""
    return "\n".join(f"{_box(name, key, label)[is_chosen]}</label>" for key, label, _count, is_chosen in choices)


@lru_cache(maxsize=4_096)
def _box(name: str, key: str, label: str) -> tuple[str, str, str]:
    """Return the HTML of a box and its label: plain and ticked, each to be ended, and without a box where it gives nothing."""
    box, label = f'<label><input type="checkbox" name="{escape(name)}" value="{escape(key)}"', escape(label)
    return f"{box}>{label}", f"{box} checked>{label}", f"<p>{label} <b>0</b></p>"


@register.simple_tag
def choices_in_force(filter, address: str) -> str:
    """Return each choice of a filter with a way to take it back, and one to take back all: ``address``."""
    if not filter.active:
        return ""
    remove = escape(gettext("Remove"))
    chips = [
        f'<li><a href="{escape(one.query)}"><span class="visually-hidden">{remove} {escape(one.facet_label)}: </span>'
        f'{escape(one.label)} <span aria-hidden="true">×</span></a></li>'
        for one in filter.active
    ]
    if len(chips) > 1:
        remove_all = escape(gettext("Remove all"))
        chips.append(f'<li><a href="{escape(address)}">{remove_all}</a></li>')
    label = escape(gettext("Choices in force"))
    return mark_safe(f'<ul class="chips" aria-label="{label}">\n' + "\n".join(chips) + "\n</ul>")  # noqa: S308  escaped


@register.simple_tag
def pages(page, query) -> str:
    """Return the ways from page to page of a list, the search kept: ``query`` is a ``QueryDict``. One page needs none."""
    if not page.has_other_pages():
        return ""
    before, after = page.number - 1 if page.has_previous() else None, page.number + 1 if page.has_next() else None
    told = gettext("Page %(number)s of %(pages)s") % {"number": page.number, "pages": page.paginator.num_pages}
    back = _to_page(before, query, "prev", gettext("Previous page")) if before else ""
    on = _to_page(after, query, "next", gettext("Next page")) if after else ""
    name, told = escape(gettext("Pages")), escape(told)
    parts = f'<span>{back}</span>\n<span class="soft">{told}</span>\n<span>{on}</span>'
    return mark_safe(f'<nav class="pages" aria-label="{name}">\n{parts}\n</nav>')  # noqa: S308  made of escaped texts


def _to_page(number: int, query, relation: str, label: str) -> str:
    asked = query.copy()
    asked["page"] = number
    return f'<a class="button quiet" rel="{relation}" href="?{escape(asked.urlencode())}">{escape(label)}</a>'


@register.simple_tag
def comparable_cards(networks, level: int, today, found=None) -> str:
    """Return the cards of several networks, each with the box that takes it into a comparison."""
    cards = (f'<div class="choosable">{network_card(n, level, today, found)}{compare_box(n)}</div>' for n in networks)
    return mark_safe("\n".join(cards))  # noqa: S308  made of escaped texts


@register.simple_tag
def network_card(network, level: int, today, found=None) -> str:
    """Return a network as lists show it, its heading of ``level`` 2 or 3; with words it was ``found`` by, as a hit."""
    if found is not None and found.words:
        return _kept_hit(network, level, today, found)
    key = "card", get_language(), level, today
    if key not in network.fragments:
        texts = map(escape, (network.name, network.short_name, network.purpose))
        network.fragments[key] = mark_safe(_card(network, level, today, *texts))  # noqa: S308  made of escaped texts
    return network.fragments[key]


@register.simple_tag
def compare_box(network) -> str:
    """Return the box that takes a network into a comparison, for a form that leads there."""
    key = "compare", get_language()
    if key not in network.fragments:
        slug, label, name = map(escape, (network.slug, gettext("Compare"), network.name))
        box = f'<label><input type="checkbox" name="network" value="{slug}" aria-label="{label} {name}">{label}</label>'
        network.fragments[key] = mark_safe(box)  # noqa: S308  made of escaped texts
    return network.fragments[key]


def _kept_hit(network, level: int, today, found) -> str:
    """Return a network as a hit, made once for the few searches that found it last by the same words."""
    hits = network.fragments.setdefault("hits", {})
    key = get_language(), level, today, found.words
    if key not in hits:
        if len(hits) >= MOST_HITS_KEPT:
            hits.clear()
        hits[key] = mark_safe(_hit(network, level, today, found))  # noqa: S308  made of escaped texts
    return hits[key]


def _hit(network, level: int, today, found) -> str:
    """Return a network's card with the found words marked, and below it where else they were found."""
    card, reasons = marked_card(network, level, today, found)
    return f'<div class="hit">{card}{_why(reasons)}</div>'


def marked_card(network, level: int, today, found) -> tuple[str, list]:
    """Return a network's card with the found words marked, as HTML, and the reasons that it does not show."""
    reasons = {reason.field: reason for reason in found.reasons(network)}
    name, purpose, others = reasons.pop("name", None), reasons.pop("purpose", None), reasons.get("other_names")
    if others and _found_words(others) <= set(network.short_name.split()):
        del reasons["other_names"]
    texts = (
        _marked_in(network.name, name),
        _marked_in(network.short_name, others),
        _marked(purpose.pieces) if purpose else escape(network.purpose),
    )
    return _card(network, level, today, *texts), list(reasons.values())


def _card(network, level: int, today, name: str, short_name: str, purpose: str) -> str:
    """Return a card with these texts, which are HTML."""
    language, short = escape(network.language), f' <span class="mark">{short_name}</span>' if short_name else ""
    return (
        f'<article class="card{" ended" if network.has_ended else ""}">\n'
        f'<h{level} lang="{language}"><a href="{escape(network.url)}">{name}</a>{short}</h{level}>\n'
        f'<p class="purpose" lang="{language}">{purpose}</p>\n'
        f"{_facts(network, today)}</article>"
    )


def _facts(network, today) -> str:
    """Return the line below a card's texts, made once for each entry, language and day."""
    key = "facts", get_language(), today
    if key not in network.fragments:
        facts = "\n".join(_each_fact(network, today))
        network.fragments[key] = f'<p class="facts">\n{facts}\n</p>\n'
    return network.fragments[key]


def _each_fact(network, today):
    if network.has_ended:
        yield f'<span class="mark">{escape(network.life_label)}</span>'
    elif is_marked(network.true_as_of, today):
        label = gettext("Long unconfirmed")
        yield f'<span class="mark">{escape(label)}</span>'
    if told := reach(network):
        yield f"<span>{escape(told)}</span>"
    if network.rhythms:
        yield f"<span>{rhythm(network.rhythms)}</span>"
    if network.stated_size:
        yield f'<span lang="{escape(network.language)}">{network.stated_size} {escape(network.stated_size_unit)}</span>'
    if network.openness:
        yield f"<span>{escape(network.openness_label)}</span>"
    if meeting := network.next_meeting(today):
        label = gettext("Next meeting:")
        yield f"<span>{escape(label)} {meeting_date(meeting)}</span>"


def _found_words(reason) -> set[str]:
    return {text for text, is_found in reason.pieces if is_found}


def _marked_in(text: str, reason) -> str:
    """Return a text, all of it, with the words by which it was found marked, as HTML."""
    if reason is None:
        return escape(text)
    if "".join(piece for piece, _is_found in reason.pieces) == text:
        return _marked(reason.pieces)
    words = "|".join(map(re.escape, sorted(_found_words(reason), key=len, reverse=True)))
    parts = re.split(rf"\b({words})\b", text, flags=re.IGNORECASE)
    return _marked((part, number % 2) for number, part in enumerate(parts))


def _why(reasons) -> str:
    told = ((escape(FIELD_LABELS[one.field]), escape(one.language), _marked(one.pieces)) for one in reasons)
    return "".join(f'<p class="why"><span class="soft">{a}</span> <span lang="{lang}">{b}</span></p>' for a, lang, b in told)


def _marked(pieces) -> str:
    """Return a text in pieces, the found ones marked, as HTML."""
    return "".join(f"<mark>{escape(text)}</mark>" if is_found else escape(text) for text, is_found in pieces)


@register.simple_tag
def spots(row, terms) -> str:
    """Return the cells of a row of white spots: each number leads to the networks, each white spot to its topic."""
    addresses = reverse("directory:network-list"), reverse("directory:topic")
    columns = [gettext("all in Sweden"), gettext("national networks"), *(term.name for term in terms)]
    named = zip((row.in_the_country, row.national, *row.spots), columns, strict=True)
    cells = [_spot(spot, f"{row.area.name}, {column}", *addresses) for spot, column in named]
    return mark_safe("\n".join(cells))  # noqa: S308  made of escaped texts


def _spot(spot, named: str, networks: str, topics: str) -> str:
    """Return one cell, what it is about ``named`` for who does not see its place."""
    if spot.count:
        told = ngettext("%(count)d network", "%(count)d networks", spot.count) % {"count": spot.count}
        return _linked_cell("some", f"{networks}?{urlencode(spot.chosen, doseq=True)}", f"{told}: {named}", str(spot.count))
    if not spot.topic:
        return "<td>0</td>"
    told = f"{no_network(spot.topic)}: {named}"
    return _linked_cell("white", f"{topics}?{urlencode(spot.topic.chosen)}", told, f"+{spot.topic.waiting or ''}")


def _linked_cell(kind: str, address: str, told: str, shown: str) -> str:
    return f'<td class="{kind}"><a href="{escape(address)}" aria-label="{escape(told)}">{shown}</a></td>'


@register.simple_tag
def no_network(topic) -> str:
    """Return that there is no network about a topic, and how many wait for one if anybody does."""
    told = gettext("No network, start one")
    if topic.waiting:
        told += ", " + ngettext("%(count)d waits", "%(count)d wait", topic.waiting) % {"count": topic.waiting}
    return told
