"""Networks and agencies in the words of the W3C's organization ontology: who is in what since when, and what came of what."""

from collections.abc import Iterable

from rdflib import DCTERMS, FOAF, ORG, PROV, RDF, RDFS, SKOS, TIME, Graph, URIRef

from directory.countries import HOME_COUNTRY, country_name
from directory.linked.names import (
    AUTHORITY,
    LANGUAGES,
    SCHEMA,
    address,
    agency_iri,
    concept_iri,
    iri,
    network_iri,
    new_graph,
    tell,
    text,
    year,
)
from directory.models import Agency, Membership, Network, Relation, RelationKind

COMES_FROM_ORIGIN = (RelationKind.MERGED_INTO, RelationKind.REPLACED_BY)
"""Changes of which the relation's second network came; of a split it is the first."""
CHANGES = (*COMES_FROM_ORIGIN, RelationKind.SPLIT_FROM)
ALSO_TOLD = {RelationKind.PART_OF: DCTERMS.isPartOf, RelationKind.GREW_OUT_OF: PROV.wasDerivedFrom}
"""What can be told of a tie that is no change of an organization, besides that it is one."""


def network_graph(network: Network) -> Graph:
    """Return all that the page of a network, fetched ``with_page``, tells as facts."""
    graph, subject = new_graph(), network_iri(network.slug)
    _name(graph, network)
    tell(
        graph,
        subject,
        (RDF.type, ORG.OrganizationalCollaboration),
        (SKOS.altLabel, text(network.short_name, network.language)),
        *((SKOS.altLabel, text(name, network.language)) for name in network.other_name_list),
        (DCTERMS.description, text(network.purpose, network.language)),
        *((DCTERMS.subject, concept_iri(area.slug)) for area in network.focus_areas.all()),
        (FOAF.page, URIRef(address("network-detail", network.slug))),
        (FOAF.homepage, iri(network.website)),
        (RDFS.seeAlso, iri(network.linkedin)),
        *((DCTERMS.source, iri(source.url)) for source in network.sources.all()),
        (SCHEMA.foundingDate, year(network.founded_year)),
        (SCHEMA.dissolutionDate, year(network.ended_year)),
        *_places(network),
    )
    for membership in network.memberships.all():
        _name_agency(graph, membership.agency)
        _join(graph, membership, network, membership.agency)
    for relation in (*network.relations_out.all(), *network.relations_in.all()):
        _relate(graph, relation)
    return graph


def agency_graph(agency: Agency, memberships: Iterable[Membership]) -> Graph:
    """Return an agency and its memberships of published networks."""
    graph = new_graph()
    _name_agency(graph, agency)
    tell(
        graph,
        agency_iri(agency.slug),
        *((SKOS.altLabel, text(name)) for name in agency.other_name_list),
        (FOAF.page, URIRef(address("agency-detail", agency.slug))),
        *_county_and_country([agency.county] if agency.county else [], agency.country),
    )
    for membership in memberships:
        _name(graph, membership.network)
        _join(graph, membership, membership.network, agency)
    return graph


def _name(graph: Graph, network: Network) -> None:
    label = text(network.name, network.language)
    tell(graph, network_iri(network.slug), (RDF.type, ORG.Organization), (SKOS.prefLabel, label))


def _name_agency(graph: Graph, agency: Agency) -> None:
    tell(graph, agency_iri(agency.slug), (RDF.type, ORG.Organization), (SKOS.prefLabel, text(agency.name)))


def _places(network: Network):
    yield from _county_and_country(network.counties.all(), network.country)
    yield SCHEMA.areaServed, text(network.area, network.language)


def _county_and_country(counties, country: str | None):
    for county in counties:
        yield SCHEMA.areaServed, text(county.name_sv, "sv")
        yield SCHEMA.areaServed, text(county.name_en, "en")
    if country == HOME_COUNTRY:
        yield DCTERMS.spatial, AUTHORITY["country/SWE"]
    elif country:
        yield from ((SCHEMA.areaServed, text(country_name(country, language), language)) for language in LANGUAGES)


def _join(graph: Graph, membership: Membership, network: Network, agency: Agency) -> None:
    page, member, group = address("network-detail", network.slug), agency_iri(agency.slug), network_iri(network.slug)
    subject = URIRef(f"{page}#membership-{agency.slug}")
    tell(graph, subject, (RDF.type, ORG.Membership), (ORG.member, member), (ORG.organization, group))
    tell(graph, member, (ORG.hasMembership, subject))
    if membership.joined_year or membership.left_year:
        during = URIRef(f"{page}#years-{agency.slug}")
        tell(graph, subject, (ORG.memberDuring, during))
        tell(graph, during, (RDF.type, TIME.Interval))
        _bound(graph, during, TIME.hasBeginning, f"{page}#joined-{agency.slug}", membership.joined_year)
        _bound(graph, during, TIME.hasEnd, f"{page}#left-{agency.slug}", membership.left_year)


def _bound(graph: Graph, interval: URIRef, end: URIRef, name: str, number: int | None) -> None:
    if number:
        instant = URIRef(name)
        tell(graph, interval, (end, instant))
        tell(graph, instant, (RDF.type, TIME.Instant), (TIME.inXSDgYear, year(number)))


def _relate(graph: Graph, relation: Relation) -> None:
    for network in (relation.origin, relation.target):
        _name(graph, network)
    origin, target = network_iri(relation.origin.slug), network_iri(relation.target.slug)
    if relation.kind in CHANGES:
        before, after = (origin, target) if relation.kind in COMES_FROM_ORIGIN else (target, origin)
        _change(graph, relation, before, after)
        return
    tell(graph, origin, (ORG.linkedTo, target), (ALSO_TOLD.get(relation.kind, ORG.linkedTo), target))
    if relation.kind == RelationKind.SISTER_OF:
        tell(graph, target, (ORG.linkedTo, origin))


def _change(graph: Graph, relation: Relation, before: URIRef, after: URIRef) -> None:
    page = address("network-detail", relation.origin.slug)
    event = URIRef(f"{page}#{relation.kind}-{relation.target.slug}")
    tell(
        graph,
        event,
        (RDF.type, ORG.ChangeEvent),
        (ORG.originalOrganization, before),
        (ORG.resultingOrganization, after),
        (DCTERMS.date, year(relation.year)),
        (DCTERMS.description, text(relation.note, relation.origin.language)),
    )
    tell(graph, before, (ORG.changedBy, event))
    tell(graph, after, (ORG.resultedFrom, event))
