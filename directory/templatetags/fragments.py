"""What lists are full of, written without a template: a page has hundreds of these pieces."""

import re
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

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
    name, label, chosen = escape(facet.name), escape(facet.label), facet.chosen
    told = gettext("chosen:")
    mark = f' <span class="chosen"><span class="visually-hidden">{escape(told)} </span>{chosen}</span>' if chosen else ""
    return (
        f'<details class="facet" id="facet-{name}"{" open" if chosen or is_open else ""}>\n<summary>{label}{mark}</summary>\n'
        f'<fieldset>\n<legend class="visually-hidden">{label}</legend>\n'
        f"{_seek(facet)}{_boxes(facet, is_counted)}\n</fieldset>\n</details>"
    )


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
    """Return the boxes of a facet; when they are counted, each with how many rows it would give, and those of none disabled."""
    if not is_counted:
        return _uncounted_boxes(facet.name, tuple(facet.choices))
    boxes = []
    for key, label, count, is_chosen in facet.choices:
        box, rest = _box(facet.name, key, label)
        state = " checked" if is_chosen else "" if count else " disabled"
        boxes.append(f"{box}{state}{rest} <b>{count}</b></label>")
    return "\n".join(boxes)


@lru_cache(maxsize=256)
def _uncounted_boxes(name: str, choices: tuple) -> str:
    """Return boxes without counts: the same again and again for who tells little."""
    parts = ((*_box(name, choice.key, choice.label), " checked" if choice.is_chosen else "") for choice in choices)
    return "\n".join(f"{box}{state}{rest}</label>" for box, rest, state in parts)


@lru_cache(maxsize=4_096)
def _box(name: str, key: str, label: str) -> tuple[str, str]:
    """Return the HTML of a box before and after its state."""
    return f'<label><input type="checkbox" name="{escape(name)}" value="{escape(key)}"', f">{escape(label)}"


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
    words = "|".join(map(re.escape, sorted(_found_words(reason), key=len, reverse=True)))
    parts = re.split(rf"\b({words})\b", text, flags=re.IGNORECASE)
    return _marked((part, number % 2) for number, part in enumerate(parts))


def _why(reasons) -> str:
    told = ((escape(FIELD_LABELS[one.field]), escape(one.language), _marked(one.pieces)) for one in reasons)
    return "".join(f'<p class="why"><span class="soft">{a}</span> <span lang="{lang}">{b}</span></p>' for a, lang, b in told)


def _marked(pieces) -> str:
    """Return a text in pieces, the found ones marked, as HTML."""
    return "".join(f"<mark>{escape(text)}</mark>" if is_found else escape(text) for text, is_found in pieces)
