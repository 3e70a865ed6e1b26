"""A network as a Murmurations profile: the fields of organizations_schema-v1.0.0 that we know, and no person's."""

from directory.linked.names import address
from directory.models import Level, Network

SCHEMA = "organizations_schema-v1.0.0"
SCOPE = {
    Level.LOCAL: "local",
    Level.REGIONAL: "regional",
    Level.NATIONAL: "national",
    Level.NORDIC: "international",
    Level.EUROPEAN: "international",
    Level.INTERNATIONAL: "international",
}
"""Its four words for how wide something reaches."""


def murmurations_profile(network: Network) -> dict:
    """Return the profile of a network fetched ``with_page``, its tags in the language that is active."""
    page = address("network-detail", network.slug)
    urls = [{"name": "Nätverkskartan", "url": page}] if network.website else []
    urls += [{"name": "LinkedIn", "url": network.linkedin}] if network.linkedin else []
    told = {
        "linked_schemas": [SCHEMA],
        "name": network.name,
        "nickname": network.short_name,
        "primary_url": network.website or page,
        "urls": urls,
        "description": network.purpose,
        "tags": [area.name for area in network.focus_areas.all()],
        "geographic_scope": SCOPE.get(network.level),
        "country_iso_3166": network.country,
    }
    return {field: value for field, value in told.items() if value}
