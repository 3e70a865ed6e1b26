"""The catalogue of the map's data as DCAT-AP-SE has it, for the national data portal to harvest."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, Graph, Literal, URIRef

from directory.linked.names import AUTHORITY, VCARD, address, in_both, iri, new_graph, tell, text

MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
ORGANISATIONS = "http://dataportal.se/organisation/SE"
"""What the national data portal calls Swedish organisations, before their number."""


@dataclass(frozen=True)
class Distribution:
    """One way to get a dataset: an address of the site without the site's own."""

    path: str
    media_type: str
    title: Promise


@dataclass(frozen=True)
class Dataset:
    """What can be had as one. ``themes`` are the European Union's data themes."""

    key: str
    title: Promise
    description: Promise
    themes: tuple[str, ...]
    keywords: tuple[Promise, ...]
    distributions: tuple[Distribution, ...]


def _files(table: str) -> tuple[Distribution, ...]:
    """Return the files of a table of ``feeds.tables``."""
    return (
        Distribution(f"/data/{table}.csv", "text/csv", _("As a table (CSV)")),
        Distribution(f"/data/{table}.excel.csv", "text/csv", _("As a table for Swedish Excel (CSV with semicolons)")),
        Distribution(f"/data/{table}.jsonl", "application/jsonl", _("As JSON, one row a line")),
    )


PROCUREMENT = (_("public procurement"), _("networks"))
DATASETS = (
    Dataset(
        "networks",
        _("Networks of public procurers"),
        _("Networks in which public procurers learn from each other: what they are for, where, how they meet and who may join."),
        ("GOVE", "ECON"),
        (*PROCUREMENT, _("cooperation")),
        (
            *_files("networks"),
            Distribution("/natverk.atom", "application/atom+xml", _("The newest networks, as a feed")),
            Distribution("/andringar.atom", "application/atom+xml", _("The latest changes, as a feed")),
        ),
    ),
    Dataset(
        "agencies",
        _("Agencies in networks of public procurers"),
        _("Public buyers in Sweden and abroad, and which networks they take part in."),
        ("GOVE",),
        (*PROCUREMENT, _("public agencies")),
        _files("agencies"),
    ),
    Dataset(
        "meetings",
        _("Meetings of networks of public procurers"),
        _("What the networks meet about, when and where, as exactly as is known."),
        ("GOVE", "ECON"),
        (*PROCUREMENT, _("meetings")),
        (
            *_files("meetings"),
            Distribution("/moten.ics", "text/calendar", _("Meetings whose day is known, as a calendar")),
            Distribution("/moten.atom", "application/atom+xml", _("The latest meetings, as a feed")),
        ),
    ),
    Dataset(
        "focus-areas",
        _("Focus areas of public procurement"),
        _("What networks of public procurers work with: a list of terms, described in Swedish and English."),
        ("GOVE", "ECON"),
        (*PROCUREMENT, _("terms")),
        (
            *_files("focus_areas"),
            Distribution("/datasets/focus-areas.ttl", "text/turtle", _("Focus areas as linked data (Turtle)")),
            Distribution("/datasets/focus-areas.jsonld", "application/ld+json", _("Focus areas as linked data (JSON-LD)")),
            Distribution("/datasets/focus-areas.rdf", "application/rdf+xml", _("Focus areas as linked data (RDF/XML)")),
        ),
    ),
)
"""All that the catalogue lists. A new file is a line of its dataset; a test asks each for what the line says."""


def catalogue_graph(*, issued: datetime.date | None, modified: datetime.date | None) -> Graph:
    """Return the catalogue; ``issued`` and ``modified`` are when the map's first and latest public facts were written."""
    graph, catalogue = new_graph(), _named("catalog")
    publisher, contact = _publisher(graph), _contact(graph)
    every = (
        (DCTERMS.publisher, publisher),
        (DCAT.contactPoint, contact),
        (DCTERMS.issued, _day(issued)),
        (DCTERMS.modified, _day(modified)),
        (DCTERMS.language, AUTHORITY["language/SWE"]),
        (DCTERMS.language, AUTHORITY["language/ENG"]),
        (DCTERMS.spatial, AUTHORITY["country/SWE"]),
    )
    tell(
        graph,
        catalogue,
        (RDF.type, DCAT.Catalog),
        *_in_both(DCTERMS.title, _("Open data of Nätverkskartan")),
        *_in_both(DCTERMS.description, _("A map of the networks in which public procurers learn from each other.")),
        (DCTERMS.license, iri(settings.DATA_LICENCE)),
        (FOAF.homepage, URIRef(address("home"))),
        (DCAT.themeTaxonomy, AUTHORITY["data-theme"]),
        *every,
    )
    for dataset in DATASETS:
        tell(graph, catalogue, (DCAT.dataset, _named(dataset.key)))
        _describe(graph, dataset, every)
    return graph


def _describe(graph: Graph, dataset: Dataset, every: tuple) -> None:
    subject = _named(dataset.key)
    tell(
        graph,
        subject,
        (RDF.type, DCAT.Dataset),
        *_in_both(DCTERMS.title, dataset.title),
        *_in_both(DCTERMS.description, dataset.description),
        *(fact for keyword in dataset.keywords for fact in _in_both(DCAT.keyword, keyword)),
        *((DCAT.theme, AUTHORITY[f"data-theme/{theme}"]) for theme in dataset.themes),
        (DCTERMS.accrualPeriodicity, AUTHORITY["frequency/UPDATE_CONT"]),
        (DCTERMS.accessRights, AUTHORITY["access-right/PUBLIC"]),
        (DCAT.landingPage, URIRef(address("about"))),
        *every,
    )
    for distribution in dataset.distributions:
        _distribute(graph, subject, distribution)


def _distribute(graph: Graph, dataset: URIRef, distribution: Distribution) -> None:
    subject = _named(f"file{distribution.path.replace('/', '-')}")
    where = URIRef(settings.SITE_ADDRESS + distribution.path)
    tell(graph, dataset, (DCAT.distribution, subject))
    tell(
        graph,
        subject,
        (RDF.type, DCAT.Distribution),
        *_in_both(DCTERMS.title, distribution.title),
        (DCAT.accessURL, where),
        (DCAT.downloadURL, where),
        (DCTERMS["format"], text(distribution.media_type)),
        (DCAT.mediaType, URIRef(MEDIA_TYPES + distribution.media_type)),
        (DCTERMS.license, iri(settings.DATA_LICENCE)),
    )


def _publisher(graph: Graph) -> URIRef:
    """Tell who publishes, known by its organisation number if it has stated one."""
    number = settings.PUBLISHER_NUMBER.replace("-", "")
    publisher = URIRef(ORGANISATIONS + number) if number else _named("publisher")
    tell(
        graph,
        publisher,
        (RDF.type, FOAF.Agent),
        (FOAF.name, text(settings.PUBLISHER_NAME, "sv")),
        (FOAF.homepage, iri(settings.PUBLISHER_URL) or URIRef(address("home"))),
        (DCTERMS.type, iri(settings.PUBLISHER_TYPE)),
    )
    return publisher


def _contact(graph: Graph) -> URIRef | None:
    """Tell how the curators are reached; None when they have stated no mailbox."""
    if not settings.CURATOR_EMAIL:
        return None
    contact = _named("contact")
    tell(
        graph,
        contact,
        (RDF.type, VCARD.Organization),
        (VCARD.fn, text(settings.PUBLISHER_NAME)),
        (VCARD.hasEmail, iri(f"mailto:{settings.CURATOR_EMAIL}")),
    )
    return contact


def _named(key: str) -> URIRef:
    return URIRef(f"{address('dcat')}#{key}")


def _in_both(predicate: URIRef, words: Promise) -> list[tuple[URIRef, Literal]]:
    return [(predicate, told) for told in in_both(words)]


def _day(day: datetime.date | None) -> Literal | None:
    return Literal(day.isoformat(), datatype=XSD.date) if day else None
