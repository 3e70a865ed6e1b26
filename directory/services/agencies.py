"""Agencies that are known by name only: the one that has the name, in any spelling, or a new one."""

import uuid

from directory.models import Agency, Membership, Network
from directory.text import clean_line, fold, slugify

LONGEST_STEM = 100


def agency_named(name: str, known: dict[str, Agency]) -> tuple[Agency, bool]:
    """Return the agency that ``known`` has under the folded name and False, or a new one, added to it, and True.

    Raises ``ValidationError`` when no agency can have that name.
    """
    agency = known.get(fold(name))
    if agency is not None:
        return agency, False
    agency = Agency(name=clean_line(name), slug=free_slug(Agency, name))
    agency.full_clean()
    agency.save()
    known[agency.folded_name] = agency
    return agency, True


def add_members(network: Network, names: list[str]) -> None:
    """Make each named organisation a member of the network."""
    known = Agency.objects.by_any_name()
    for name in names:
        agency, _is_new = agency_named(name, known)
        Membership.objects.get_or_create(network=network, agency=agency)


def free_slug(model: type[Network] | type[Agency], name: str) -> str:
    """Return an address name for ``name`` that no row of ``model`` has: numbered when the plain one is taken."""
    stem = slugify(name)[:LONGEST_STEM].strip("-") or uuid.uuid4().hex[:8]
    taken = set(model.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 2)))
    return next(slug for slug in candidates if slug not in taken)
