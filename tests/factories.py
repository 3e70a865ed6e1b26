"""Rows for tests, each with only what its test speaks of."""

from itertools import count

from directory.models import Agency, AgencyKind, County, EditorialState, Exchange, FocusArea, Network
from directory.text import slugify

_numbers = count(1)


def make_network(*, name: str | None = None, **values) -> Network:
    """Return a published network of its own name."""
    number = next(_numbers)
    name = name or f"Nätverk {number}"
    defaults = {
        "slug": slugify(name) or f"natverk-{number}",
        "purpose": "Vi lär av varandra.",
        "editorial_state": EditorialState.PUBLISHED,
    }
    return Network.objects.create(name=name, **defaults | values)


def make_agency(*, name: str | None = None, **values) -> Agency:
    name = name or f"Kommun {next(_numbers)}"
    return Agency.objects.create(name=name, **{"slug": slugify(name)} | values)


def make_focus_area(*, slug: str = "mat", **values) -> FocusArea:
    return FocusArea.objects.create(slug=slug, **{"name_sv": slug.capitalize(), "name_en": slug.capitalize()} | values)


def make_county(*, code: str = "SE-M", **values) -> County:
    names = {"scb_code": str(next(_numbers))[-2:], "name_sv": "Skåne län", "name_en": "Skåne"}
    return County.objects.create(code=code, **names | values)


def make_agency_kind(*, code: str = "kommun", **values) -> AgencyKind:
    names = {"name_sv": "Kommun", "name_en": "Municipality", "name_plural_sv": "Kommuner", "name_plural_en": "Municipalities"}
    return AgencyKind.objects.create(code=code, **names | values)


def make_exchange(*, code: str = "benchmarks", **values) -> Exchange:
    return Exchange.objects.create(code=code, **{"name_sv": "Jämförelser", "name_en": "Benchmarks"} | values)
