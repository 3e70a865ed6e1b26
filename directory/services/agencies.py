"""Agencies that are known by name only: the one that has the name, in any spelling, or a new one."""

from directory.models import Agency, Membership, Network
from directory.services.addresses import free_slug
from directory.text import clean_line, fold


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
