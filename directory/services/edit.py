"""What a coordinator changes of a network: plain facts are written at once, what it is called and is for is proposed.

Facts are told as plain values by name, which can be stored in a form and compared: texts and numbers as their fields hold
them, lists as sorted keys, rhythms as numbers by mode, members by name, sources by address.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from directory.models import Agency, AskedState, MeetingMode, Membership, Network, Proposal, Rhythm, Source
from directory.models.revision import one_step
from directory.services.agencies import add_members
from directory.services.decide import CannotDecide
from directory.services.mail import write
from directory.text import fold

PROPOSED = ("name", "short_name", "other_names", "purpose")
PLAIN = (
    "language", "kind", "organiser", "website", "linkedin", "level", "country", "area", "rhythm_note", "openness",
    "admission_note", "how_to_join", "join_questions", "contact_email",
    "life", "founded_year", "founded_note", "ended_year", "ended_reason",
    "origin", "stated_size", "stated_size_unit", "stated_size_as_of",
)  # fmt: skip
LISTS = ("focus_areas", "cpv_divisions", "exchanges", "counties", "admits")
RELATIVES, NEW_MEMBERS = "relatives", "new_members"


class ChangedMeanwhile(Exception):
    """Somebody else has changed some of the same facts; ``facts`` are all as they are now, ``names`` those in conflict."""

    def __init__(self, facts: dict, names: list[str]):
        super().__init__(names)
        self.facts, self.names = facts, names


@dataclass(frozen=True)
class Edited:
    """The names of the facts that were written, and of those that were proposed."""

    written: list[str]
    proposed: list[str]


def facts_of(network: Network) -> dict:
    """Return all facts of a network that its coordinators may change."""
    plain = {name: getattr(network, name) for name in (*PROPOSED, *PLAIN)}
    lists = {name: sorted(getattr(network, name).values_list("pk", flat=True)) for name in LISTS}
    rhythms = {f"{rhythm.mode}_per_year": rhythm.per_year for rhythm in network.rhythms.all() if rhythm.mode}
    members = network.memberships.filter(left_year=None).select_related("agency")
    return {
        **plain,
        **lists,
        **{f"{mode}_per_year": rhythms.get(f"{mode}_per_year") for mode in MeetingMode.values},
        "member_names": sorted((membership.agency.name for membership in members), key=fold),
        "sources": sorted(network.sources.values_list("url", flat=True)),
        RELATIVES: "",
    }


def edit(*, network: Network, facts: dict, opened: dict, by: User) -> Edited:
    """Write what was changed since the form was opened with the facts ``opened``; propose what is more than a plain fact.

    What somebody else has changed meanwhile stays, unless the same was changed here too: then nothing is written and
    ``ChangedMeanwhile`` is raised. ``ValidationError`` when the facts do not go together.
    """
    with one_step(by=by, why=_("Changed by a coordinator")):
        network = Network.objects.get(pk=network.pk)
        now = facts_of(network)
        changed = _merged(facts, opened, now)
        proposed = {name: value for name, value in changed.items() if name in PROPOSED or name == RELATIVES}
        plain = {name: value for name, value in changed.items() if name not in proposed}
        unknown = _unknown_members(plain.get("member_names", []))
        if unknown:
            plain["member_names"] = [name for name in plain["member_names"] if name not in unknown]
            proposed[NEW_MEMBERS] = unknown
        write_facts(network, plain)
        if proposed:
            _propose(network, proposed, by)
        return Edited([name for name in plain if plain[name] != now[name]], list(proposed))


def as_if_edited(*, network: Network, facts: dict, opened: dict) -> Network:
    """Return the network as its page would show it with these facts, from rows that are written and taken back."""
    with transaction.atomic():
        with one_step():
            network = Network.objects.get(pk=network.pk)
            changed = _merged(facts, opened, facts_of(network))
            unknown = _unknown_members(facts["member_names"])
            changed["member_names"] = [name for name in facts["member_names"] if name not in unknown]
            write_facts(network, changed)
            page = Network.objects.with_page().get(pk=network.pk)
        transaction.set_rollback(True)
    return page


def write_facts(network: Network, facts: dict) -> None:
    """Write facts of a network as one change of it, whatever they are; to be called in ``one_step``."""
    for name in (*PROPOSED, *PLAIN):
        if name in facts:
            setattr(network, name, network._meta.get_field(name).to_python(facts[name]))
    network.full_clean()
    if facts.keys() & {*PROPOSED, *PLAIN, *LISTS}:
        with network.as_one_change():
            network.save()
            for name in facts.keys() & set(LISTS):
                getattr(network, name).set(facts[name])
    _write_what_belongs(network, facts)


def _write_what_belongs(network: Network, facts: dict) -> None:
    for mode in MeetingMode.values:
        if f"{mode}_per_year" in facts:
            _write_rhythm(network, mode, facts[f"{mode}_per_year"])
    if "member_names" in facts:
        _write_members(network, facts["member_names"])
    if "sources" in facts:
        _write_sources(network, facts["sources"])
    add_members(network, facts.get(NEW_MEMBERS, []))


def accept(*, proposal: Proposal, by: User) -> None:
    """Write what is proposed and tell who proposed it. Relatives are told in words, which a curator has put in place."""
    with _decided(proposal, AskedState.ACCEPTED, by, _("Proposal %s.") % proposal):
        write_facts(Network.objects.get(pk=proposal.network_id), proposal.facts)


def decline(*, proposal: Proposal, by: User) -> None:
    """Leave the network as it is and tell why; ``CannotDecide`` without a word."""
    if not proposal.answer:
        raise CannotDecide(_("Proposal %s is not declined without a word to its sender.") % proposal)
    with _decided(proposal, AskedState.DECLINED, by):
        pass


@contextmanager
def _decided(proposal: Proposal, state: str, by: User, why: str = "") -> Iterator[None]:
    with one_step(by=by, why=why):
        proposal.refresh_from_db(fields=["state"])
        if not proposal.is_waiting:
            raise CannotDecide(_("Proposal %s has already been decided.") % proposal)
        proposal.state, proposal.decided_at = state, timezone.now()
        yield
        proposal.save()
        with override(proposal.language):
            subject = _("Your proposal for %(network)s") % {"network": proposal.network}
            write("proposal", to=proposal.user.email, subject=subject, proposal=proposal)


def _merged(facts: dict, opened: dict, now: dict) -> dict:
    """Return the facts that were changed since they were opened; those that somebody else changed to the same are left out."""
    changed = {name: value for name, value in facts.items() if value != opened.get(name) and value != now[name]}
    names = [name for name in changed if now[name] != opened.get(name)]
    if names:
        raise ChangedMeanwhile(now, names)
    return changed


def _propose(network: Network, facts: dict, by: User) -> None:
    waiting = Proposal.objects.waiting().filter(network=network, user=by).first()
    proposal = waiting or Proposal(network=network, user=by)
    proposal.facts, proposal.language = {**proposal.facts, **facts}, get_language()
    proposal.save()


def _unknown_members(names: list[str]) -> list[str]:
    known = Agency.objects.by_any_name() if names else {}
    return [name for name in names if fold(name) not in known]


def _write_rhythm(network: Network, mode: str, per_year: int | None) -> None:
    for rhythm in network.rhythms.filter(mode=mode):
        if per_year and rhythm.per_year != per_year:
            rhythm.per_year = per_year
            rhythm.save()
        elif not per_year:
            rhythm.delete()
    if per_year and not network.rhythms.filter(mode=mode).exists():
        Rhythm.objects.create(network=network, mode=mode, per_year=per_year)


def _write_members(network: Network, names: list[str]) -> None:
    """Let those named be the members; one that is no longer named left this year, and one that comes back never did."""
    known = Agency.objects.by_any_name()
    named = {known[fold(name)].pk for name in names}
    for membership in network.memberships.filter(left_year=None).exclude(agency__in=named):
        membership.left_year = timezone.localdate().year
        membership.save()
    for membership in network.memberships.filter(agency__in=named).exclude(left_year=None):
        membership.left_year = None
        membership.save()
    for pk in named - set(network.memberships.values_list("agency_id", flat=True)):
        Membership.objects.create(network=network, agency_id=pk)


def _write_sources(network: Network, urls: list[str]) -> None:
    for source in network.sources.exclude(url__in=urls):
        source.delete()
    for url in urls:
        Source.objects.get_or_create(network=network, url=url)
