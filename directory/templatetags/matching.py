"""Why a network fits a need, said in the visitor's language: a sentence for each aspect and verdict that a reason can have."""

from collections.abc import Callable, Sequence
from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext

from directory.countries import country_name
from directory.finding.aspects import Aspect, Reason, Verdict
from directory.finding.entries import NetworkEntry, TermEntry
from directory.finding.matching import Match, Matches
from directory.finding.reading import Terms
from directory.models import Level
from directory.templatetags.directory import meetings_in, rhythm_sentence
from directory.templatetags.fragments import compare_box, marked_card

MOST_NAMED = 3
FITS, UNKNOWN, FAILS, BARS = Verdict
TAKEN_FOR_GRANTED = (Aspect.KIND, Aspect.LIFE)
"""Aspects whose fitting is weighed, and told where the weights are, but is no reason to choose one network before others."""

register = template.Library()


@register.simple_tag
def match_card(match: Match, level: int, today, matches: Matches) -> str:
    """Return a network's card, its heading of ``level``, and below it why it fits, what is not known, and how it was weighed."""
    told = [(reason, sentence(match.network, reason, matches.snapshot.terms)) for reason in match.reasons]
    card, _elsewhere = marked_card(match.network, level, today, matches)
    return mark_safe(f'<div class="match">{card}{_why(told)}{_weighed(told)}{compare_box(match.network)}</div>')  # noqa: S308  made of escaped texts


@register.simple_tag
def why_similar(match: Match, terms: Terms) -> str:
    """Return what a network shares with the one that it is similar to."""
    shared = (sentence(match.network, reason, terms) for reason in match.told(FITS) if reason.aspect not in TAKEN_FOR_GRANTED)
    return mark_safe(_line("fits", "", capfirst(" · ".join(shared))))  # noqa: S308  made of escaped texts


@register.simple_tag
def area_read(area) -> str:
    """Return a focus area that a need was taken to speak of, with the words that do and a way to say yes or no."""
    name, words = escape(area.name), escape(quoted(area.words))
    answers = ((area.ticked, gettext("That is right")), (area.left_out, gettext("Not that")))
    about = f'<span class="visually-hidden">({name})</span>'
    links = " ".join(f'<a href="{escape(query)}">{escape(answer)} {about}</a>' for query, answer in answers)
    return mark_safe(  # noqa: S308  made of escaped texts
        f'<li><span>{name} <span class="soft small">{words}</span></span> <span class="answers">{links}</span></li>'
    )


@register.filter
def quoted(words: Sequence[str]) -> str:
    """Return the first few of the words, each in quotes."""
    quote = gettext("“%(word)s”")
    return _few([quote % {"word": word} for word in words])


def _why(told: list[tuple[Reason, str]]) -> str:
    """Return what rules a network out, what speaks for it, what is not stated and what to keep in mind, a line each."""
    barred = [text for reason, text in told if reason.verdict == BARS]
    fitting = [text for reason, text in told if reason.verdict == FITS and reason.aspect not in TAKEN_FOR_GRANTED]
    unknown = [text for reason, text in told if _is_not_stated(reason)]
    mind = [text for reason, text in told if reason.verdict in (UNKNOWN, FAILS) and not _is_not_stated(reason)]
    lines = [
        ("bars", "", capfirst(" · ".join(barred))),
        ("fits", "", capfirst(" · ".join(fitting))),
        ("minds", gettext("Keep in mind:"), " · ".join(mind)),
        ("unknown", gettext("Not stated:"), ", ".join(unknown)),
    ]
    return "".join(_line(name, label, text) for name, label, text in lines if text)


def _line(name: str, label: str, text: str) -> str:
    return f'<p class="{name}">{f"<b>{escape(label)}</b> " if label else ""}{escape(text)}</p>'


def _is_not_stated(reason: Reason) -> bool:
    """Tell whether the network's entry lacks it; where a network of some counties is, or of many countries, is known."""
    return reason.verdict == UNKNOWN and reason.aspect not in (Aspect.COUNTY, Aspect.COUNTRY)


def _weighed(told: list[tuple[Reason, str]]) -> str:
    """Return the points of each reason and their sum, folded."""
    points = [(round(reason.points), text, _is_not_stated(reason)) for reason, text in told]
    not_stated = gettext("Not stated:")
    rows = "".join(_row(f"{not_stated} {text}" if is_unknown else capfirst(text), one) for one, text, is_unknown in points if one)
    head, together = escape(gettext("How it was weighed")), gettext("Together, in points")
    total = _row(together, sum(one for one, _text, _is_unknown in points))
    return f'<details class="weighed"><summary>{head}</summary><ul>{rows}{total}</ul></details>'


def _row(text: str, points: int) -> str:
    return f"<li>{escape(text)} <b>{f'{points:+d}'.replace('-', '−')}</b></li>"


def sentence(network: NetworkEntry, reason: Reason, terms: Terms) -> str:
    """Return what a reason says: a clause that begins small, or of what is not stated, its name."""
    return str(SENTENCES[reason.aspect, reason.verdict](network, reason.values, terms))


def _works_with(_network, keys, terms) -> str:
    return gettext("works with %(areas)s") % {"areas": _named(keys, terms.focus_areas, "; ")}


def _does_not_work_with(_network, keys, terms) -> str:
    return gettext("says nothing of %(areas)s") % {"areas": _named(keys, terms.focus_areas, "; ")}


def _writes_about(_network, words, _terms) -> str:
    return gettext("writes about %(words)s") % {"words": quoted(words)}


def _buys(_network, keys, terms) -> str:
    return gettext("buys %(things)s") % {"things": _few([_small(terms.cpv_divisions[key].description) for key in keys])}


def _admits(_network, keys, terms) -> str:
    return gettext("%(kinds)s can join") % {"kinds": _kinds(keys, terms)}


def _admits_only(_network, keys, terms) -> str:
    return gettext("only %(kinds)s can join") % {"kinds": _kinds(keys, terms)}


def _is_there(_network, keys, terms) -> str:
    return gettext("is in %(counties)s") % {"counties": _few([terms.counties[key].name for key in keys])}


def _is_elsewhere(_network, keys, terms) -> str:
    return gettext("is for %(counties)s") % {"counties": _few([terms.counties[key].name for key in keys])}


def _reaches_beyond(network, _values, _terms) -> str:
    if network.country:
        return gettext("is in %(country)s") % {"country": country_name(network.country)}
    return {
        Level.NORDIC: gettext("spans the Nordic countries"),
        Level.EUROPEAN: gettext("spans Europe"),
        Level.INTERNATIONAL: gettext("spans the world"),
    }.get(network.level, gettext("in which country is not stated"))


def _is_a(network, _values, _terms) -> str:
    return _small(network.kind_label)


def _meets(_network, modes, _terms) -> str:
    return _few([meetings_in(mode) for mode in modes])


def _meets_only(network, _values, _terms) -> str:
    return gettext("only %(meetings)s") % {"meetings": _few([meetings_in(mode) for mode in sorted(network.modes)])}


def _rhythm(network, _values, _terms) -> str:
    return _small(rhythm_sentence(network.rhythms))


def _exchanges(_network, keys, terms) -> str:
    return gettext("exchanges %(things)s") % {"things": _named(keys, terms.exchanges)}


def _does_not_exchange(_network, keys, terms) -> str:
    return gettext("does not tell of %(things)s") % {"things": _named(keys, terms.exchanges)}


def _ended(network, _values, _terms) -> str:
    return gettext("ended in %(year)d") % {"year": network.ended_year} if network.ended_year else gettext("has ended")


def _always(text: Callable[[], str]) -> Callable[..., str]:
    return lambda _network, _values, _terms: text()


SENTENCES: dict[tuple[Aspect, Verdict], Callable[..., str]] = {
    (Aspect.FOCUS, FITS): _works_with,
    (Aspect.FOCUS, FAILS): _does_not_work_with,
    (Aspect.WORDS, FITS): _writes_about,
    (Aspect.CPV, FITS): _buys,
    (Aspect.CPV, UNKNOWN): _always(lambda: gettext("what they buy")),
    (Aspect.CPV, FAILS): _always(lambda: gettext("buys other things")),
    (Aspect.WHO, FITS): _admits,
    (Aspect.WHO, UNKNOWN): _always(lambda: gettext("who can join")),
    (Aspect.WHO, BARS): _admits_only,
    (Aspect.COUNTY, FITS): _is_there,
    (Aspect.COUNTY, UNKNOWN): _is_elsewhere,
    (Aspect.COUNTY, FAILS): _is_elsewhere,
    (Aspect.COUNTRY, FITS): _reaches_beyond,
    (Aspect.COUNTRY, UNKNOWN): _reaches_beyond,
    (Aspect.COUNTRY, FAILS): _reaches_beyond,
    (Aspect.KIND, FITS): _is_a,
    (Aspect.MODE, FITS): _meets,
    (Aspect.MODE, UNKNOWN): _always(lambda: gettext("how they meet")),
    (Aspect.MODE, FAILS): _meets_only,
    (Aspect.RHYTHM, FITS): _rhythm,
    (Aspect.RHYTHM, UNKNOWN): _always(lambda: gettext("how often they meet")),
    (Aspect.RHYTHM, FAILS): _rhythm,
    (Aspect.EXCHANGE, FITS): _exchanges,
    (Aspect.EXCHANGE, FAILS): _does_not_exchange,
    (Aspect.EXCHANGE, UNKNOWN): _always(lambda: gettext("what they exchange")),
    (Aspect.OPENNESS, FITS): lambda network, _values, _terms: _small(network.openness_label),
    (Aspect.OPENNESS, UNKNOWN): _always(lambda: gettext("whether new members can join")),
    (Aspect.OPENNESS, FAILS): _always(lambda: gettext("new members by invitation only")),
    (Aspect.OPENNESS, BARS): _always(lambda: gettext("takes no new members")),
    (Aspect.LIFE, FITS): _always(lambda: gettext("is active")),
    (Aspect.LIFE, UNKNOWN): _always(lambda: gettext("whether it is active")),
    (Aspect.LIFE, BARS): _ended,
}
"""Every aspect and verdict that ``Matches`` gives reasons of."""


def _kinds(keys, terms: Terms) -> str:
    return _few([_small(terms.agency_kinds[key].name_plural) for key in keys])


def _named(keys, entries: dict[str, TermEntry], between: str = ", ") -> str:
    return _few([_small(entries[key].name) for key in keys], between)


def _few(names: list[str], between: str = ", ") -> str:
    """Return the first three names, and how many there are besides: "a, b and c", or "a, b, c and 2 more"."""
    shown, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    if more > 0:
        phrase = ngettext("%(others)s and %(count)d more", "%(others)s and %(count)d more", more)
        return phrase % {"others": between.join(shown), "count": more}
    if len(shown) < 2 or between != ", ":
        return between.join(shown)
    return pgettext("two or more", "%(others)s and %(last)s") % {"others": ", ".join(shown[:-1]), "last": shown[-1]}


def _small(name: str) -> str:
    """Return a name as it stands inside a sentence: its first letter small, but in an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
