"""What a page says, said again for search engines in schema.org's words, as a block of data inside the page."""

import datetime
import json
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from directory.countries import HOME_COUNTRY, country_name
from directory.finding import MeetingEntry, NetworkEntry
from directory.linked.names import address, agency_iri, network_iri
from directory.models import Agency, MeetingMode, Network

MOST_MEMBERS, MOST_MEETINGS = 50, 10
"""How many a page repeats; the network's own file of linked data has them all."""
OF_GOVERNMENT = ("kommun", "region", "statlig_myndighet", "lansstyrelse", "kommunalforbund")
ATTENDANCE = {MeetingMode.IN_PERSON: "Offline", MeetingMode.ONLINE: "Online", MeetingMode.HYBRID: "Mixed"}
ESCAPED = str.maketrans({letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"})
"""What could end the block, or a line of it, for some reader; JSON reads them as they were."""


def script(things: Iterable[dict]) -> SafeString:
    """Return the things as a block of JSON-LD. It is data and never run, so no policy of scripts concerns it."""
    graph = {"@context": "https://schema.org", "@graph": [_known(thing) for thing in things]}
    told = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED)
    return SafeString(f'<script type="application/ld+json">{told}</script>')


def site_data() -> list[dict]:
    """Return what the first page says of the site."""
    search = f"{_here('network-list')}?q={{search_term_string}}"
    action = {"@type": "SearchAction", "target": {"@type": "EntryPoint", "urlTemplate": search}}
    return [
        {
            "@type": "WebSite",
            "@id": f"{address('home')}#site",
            "name": "Nätverkskartan",
            "url": _here("home"),
            "inLanguage": get_language(),
            "potentialAction": action | {"query-input": "required name=search_term_string"},
        }
    ]


def dataset_data() -> list[dict]:
    """Return what the page about the site says of its data."""
    return [
        {
            "@type": "Dataset",
            "@id": f"{address('dcat')}#networks",
            "name": "Nätverkskartan",
            "description": gettext("A map of the networks in which public procurers learn from each other."),
            "url": _here("about"),
            "license": settings.DATA_LICENCE,
            "isAccessibleForFree": True,
            "inLanguage": ["sv", "en"],
            "spatialCoverage": _country(HOME_COUNTRY),
            "includedInDataCatalog": {"@type": "DataCatalog", "@id": f"{address('dcat')}#catalog", "url": address("dcat")},
        }
    ]


def network_page_data(network: Network, *, members: Iterable[Agency], meetings: Iterable[MeetingEntry]) -> list[dict]:
    """Return what the page of a network, fetched ``with_page``, says of it, and of those meetings whose date is known at all."""
    page = _here("network-detail", network.slug)
    organisation = {
        "@type": ["Organization", "Consortium"],
        "@id": str(network_iri(network.slug)),
        "name": network.name,
        "alternateName": [*filter(None, [network.short_name]), *network.other_name_list],
        "description": network.purpose,
        "url": page,
        "sameAs": [url for url in (network.website, network.linkedin) if url],
        "areaServed": _area(network),
        "knowsAbout": [area.name for area in network.focus_areas.all()],
        "foundingDate": _year(network.founded_year),
        "dissolutionDate": _year(network.ended_year),
        "member": [_agency(agency.slug, agency.name, agency.kind and agency.kind.code) for agency in members][:MOST_MEMBERS],
    }
    dated = [meeting for meeting in meetings if meeting.starts_on][:MOST_MEETINGS]
    events = [_event(meeting, organisation["@id"], page) for meeting in dated]
    return [organisation, *events, _crumbs((gettext("Networks"), _here("network-list")), (network.name, page))]


def agency_page_data(agency: Agency, networks: Iterable[NetworkEntry]) -> list[dict]:
    """Return what the page of an agency says of it."""
    page = _here("agency-detail", agency.slug)
    groups = [
        {
            "@type": "Organization",
            "@id": str(network_iri(network.slug)),
            "name": network.name,
            "url": _here("network-detail", network.slug),
        }
        for network in networks
    ]
    abroad = agency.country not in (None, "", HOME_COUNTRY)
    told = _agency(agency.slug, agency.name, agency.kind and agency.kind.code) | {
        "alternateName": agency.other_name_list,
        "url": page,
        "location": _place(agency.county.name) if agency.county else _country(agency.country) if abroad else None,
        "memberOf": groups,
    }
    return [told, _crumbs((gettext("Agencies"), _here("agency-list")), (agency.name, page))]


def _event(meeting: MeetingEntry, network: str, page: str) -> dict:
    hosts = [_agency(meeting.host_slug, meeting.host_name, None)] if meeting.host_slug else []
    attendance = ATTENDANCE.get(meeting.mode)
    starts, ends = _when(meeting)
    return {
        "@type": "Event",
        "name": meeting.title,
        "startDate": starts,
        "endDate": ends,
        "eventStatus": f"https://schema.org/Event{'Cancelled' if meeting.is_cancelled else 'Scheduled'}",
        "eventAttendanceMode": attendance and f"https://schema.org/{attendance}EventAttendanceMode",
        "location": _locations(meeting, page),
        "organizer": [{"@id": network}, *hosts],
    }


def _locations(meeting: MeetingEntry, page: str) -> list[dict]:
    """Return where it is: a place if one is named, and the network if it can be attended from anywhere."""
    place = [{"@type": "Place", "name": meeting.place, "address": meeting.place}] if meeting.place else []
    is_online = meeting.mode in (MeetingMode.ONLINE, MeetingMode.HYBRID)
    return place + ([{"@type": "VirtualLocation", "url": page}] if is_online else [])


def _when(meeting: MeetingEntry) -> tuple[str, str | None]:
    """Return when it starts and ends, no more exact than is known: a year, a month, a day or a moment."""
    if not meeting.is_known_to_the_day:
        return meeting.starts_on.isoformat()[: {"year": 4, "month": 7}[meeting.precision]], None
    starts, ends = (
        _moment(meeting.starts_on, meeting.start_time, meeting.time_zone),
        _moment(meeting.ends_on, meeting.end_time, meeting.time_zone),
    )
    return starts, ends if meeting.end_time or meeting.ends_on > meeting.starts_on else None


def _moment(day: datetime.date, time: datetime.time | None, zone: str) -> str:
    return datetime.datetime.combine(day, time, ZoneInfo(zone)).isoformat("T", "minutes") if time else day.isoformat()


def _agency(slug: str, name: str, kind: str | None) -> dict:
    return {
        "@type": "GovernmentOrganization" if kind in OF_GOVERNMENT else "Organization",
        "@id": str(agency_iri(slug)),
        "name": name,
    }


def _area(network: Network) -> list[dict]:
    places = [*(county.name for county in network.counties.all()), *filter(None, [network.area])]
    return [_place(name) for name in places] or ([_country(network.country)] if network.country else [])


def _place(name: str) -> dict:
    return {"@type": "AdministrativeArea", "name": name}


def _country(code: str) -> dict:
    return {"@type": "Country", "name": country_name(code), "identifier": code}


def _crumbs(*steps: tuple[str, str]) -> dict:
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": page} for number, (name, page) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _here(name: str, *args: str) -> str:
    """Return the whole address of that name in the language that is active."""
    return settings.SITE_ADDRESS + reverse(f"directory:{name}", args=args)


def _year(number: int | None) -> str | None:
    return f"{number:04}" if number else None


def _known(thing: dict) -> dict:
    """Return the thing without what nobody has stated."""
    return {key: value for key, value in thing.items() if value not in (None, "", [])}
