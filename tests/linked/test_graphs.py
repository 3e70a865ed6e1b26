"""Networks, agencies and focus areas as graphs: every format the same triples, and the triples what the map knows."""

import subprocess
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rdflib import DCTERMS, FOAF, ORG, PROV, RDF, SKOS, TIME, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from directory.linked import FORMATS
from directory.models import Relation, Source
from tests.factories import make_agency, make_focus_area, make_network
from tests.linked.reading import read
from tests.linked.test_pages import NASTY

pytestmark = pytest.mark.django_db
HOME = "http://localhost:8000"
NETWORK, OTHER = (URIRef(f"{HOME}/natverk/{slug}/#network") for slug in ("natet", "andra"))
LUND = URIRef(f"{HOME}/organisationer/lund/#agency")
FILES = [f"/{about}.{suffix}" for about in ("natverk/natet", "organisationer/lund") for suffix in ("ttl", "jsonld")]
SCHEMES = [f"/datasets/focus-areas.{suffix}" for suffix in FORMATS]


@pytest.fixture
def network():
    network = make_network(name="Nätet", slug="natet", short_name="N", website="https://natet.example.se/", founded_year=2016)
    network.focus_areas.add(make_focus_area(slug="mat", name_sv="Mat", name_en="Food", description_sv="Det vi äter."))
    network.memberships.create(agency=make_agency(name="Lund", slug="lund"), joined_year=2017, left_year=2020)
    return network


@pytest.fixture
def other():
    return make_network(name="Andra", slug="andra", language="en")


def relate(origin, kind, target, **values) -> None:
    Relation.objects.create(origin=origin, kind=kind, target=target, **values)


def test_every_format_holds_the_same_and_nothing_nameless(client, network, other):
    relate(network, "split_from", other, year=2016, note="Blev två.")
    for files in (FILES[:2], FILES[2:], SCHEMES):
        first, *rest = (read(client, file) for file in files)
        assert len(first) > 5
        assert all(isomorphic(first, one) for one in rest)
        assert not any(isinstance(term, BNode) for triple in first for term in triple)


def test_network_is_told_in_its_own_language(client, network):
    told = read(client, "/natverk/natet.ttl")

    assert set(told[NETWORK : RDF.type]) == {ORG.Organization, ORG.OrganizationalCollaboration}
    assert told.value(NETWORK, SKOS.prefLabel) == Literal("Nätet", lang="sv")
    assert told.value(NETWORK, DCTERMS.subject) == URIRef(f"{HOME}/datasets/focus-areas#mat")
    assert told.value(NETWORK, FOAF.homepage) == URIRef("https://natet.example.se/")


def test_membership_tells_its_years_from_either_side(client, network):
    for file in ("/natverk/natet.ttl", "/organisationer/lund.ttl"):
        told = read(client, file)
        membership = told.value(LUND, ORG.hasMembership)
        during = told.value(membership, ORG.memberDuring)

        assert told.value(membership, ORG.organization) == NETWORK
        assert [str(told.value(told.value(during, end), TIME.inXSDgYear)) for end in (TIME.hasBeginning, TIME.hasEnd)] == [
            "2017",
            "2020",
        ]


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [("split_from", OTHER, NETWORK), ("merged_into", NETWORK, OTHER), ("replaced_by", NETWORK, OTHER)],
)
def test_change_leads_from_what_was_to_what_came(client, network, other, kind, before, after):
    relate(network, kind, other, year=2019, note="Efter omröstning.")

    for file in ("/natverk/natet.ttl", "/natverk/andra.ttl"):
        told = read(client, file)
        event = told.value(after, ORG.resultedFrom)
        assert event == told.value(before, ORG.changedBy)
        assert told.value(event, ORG.originalOrganization) == before
        assert told.value(event, ORG.resultingOrganization) == after
        assert (str(told.value(event, DCTERMS.date)), str(told.value(event, DCTERMS.description))) == (
            "2019",
            "Efter omröstning.",
        )
        assert (NETWORK, ORG.linkedTo, OTHER) not in told


@pytest.mark.parametrize(
    ("kind", "also"), [("part_of", DCTERMS.isPartOf), ("grew_out_of", PROV.wasDerivedFrom), ("sister_of", ORG.linkedTo)]
)
def test_tie_that_changes_no_organization_links_two(client, network, other, kind, also):
    relate(network, kind, other)

    told = read(client, "/natverk/andra.ttl")

    assert (NETWORK, ORG.linkedTo, OTHER) in told
    assert (NETWORK, also, OTHER) in told
    assert ((OTHER, ORG.linkedTo, NETWORK) in told) == (kind == "sister_of")
    assert (None, RDF.type, ORG.ChangeEvent) not in told


def test_focus_areas_are_concepts_of_one_scheme_in_both_languages(client, network):
    told = read(client, "/datasets/focus-areas.rdf")
    concept, scheme = URIRef(f"{HOME}/datasets/focus-areas#mat"), URIRef(f"{HOME}/datasets/focus-areas")

    assert set(told[concept : SKOS.prefLabel]) == {Literal("Mat", lang="sv"), Literal("Food", lang="en")}
    assert told.value(concept, SKOS.definition) == Literal("Det vi äter.", lang="sv")
    assert told.value(concept, SKOS.inScheme) == scheme
    assert (scheme, SKOS.hasTopConcept, concept) in told


@pytest.mark.parametrize("nasty", [*NASTY, "\x0bvagn\x00"[:-1], '""" .\n<a> <b> <c>'])
def test_whatever_is_typed_survives(client, nasty):
    network = make_network(name=nasty, slug="natet", purpose=nasty)
    make_focus_area(slug="mat", name_sv=nasty)
    network.memberships.create(agency=make_agency(name=nasty, slug="lund"))

    expected = nasty.replace("\x0b", "")
    for file in FILES:
        subject = NETWORK if "natverk" in file else LUND
        assert str(read(client, file).value(subject, SKOS.prefLabel)) == expected
    for file in SCHEMES:
        assert expected in {str(name) for name in read(client, file).objects(None, SKOS.prefLabel)}


@pytest.mark.parametrize("url", ['https://x.se/"<a>', "https://x.se/{a}|b\\c^`", "https://x.se/å ä", "https://åre.se/"])
def test_address_that_rdf_cannot_hold_is_written_so_that_it_can(client, url):
    network = make_network(slug="natet", website=url)
    Source.objects.create(network=network, url=url)

    graphs = [read(client, file) for file in FILES[:2]]

    assert isomorphic(*graphs)
    assert graphs[0].value(NETWORK, FOAF.homepage) == graphs[0].value(NETWORK, DCTERMS.source)


def test_what_is_not_published_is_in_no_graph(client, network):
    for state in ("draft", "submitted", "declined", "withdrawn"):
        hidden = make_network(name=f"Hemligt {state}", slug=f"hemligt-{state}", editorial_state=state)
        hidden.memberships.create(agency=network.memberships.get().agency)
        relate(hidden, "merged_into", network)
        relate(network, "part_of", hidden)
        for suffix in ("ttl", "jsonld", "murmurations.json"):
            assert client.get(f"/natverk/hemligt-{state}.{suffix}").status_code == 404

    for file in FILES:
        assert "emligt" not in client.get(file).content.decode()


def test_agency_without_a_published_network_is_not_found(client):
    make_agency(slug="ensam")

    assert client.get("/organisationer/ensam.ttl").status_code == 404


def test_unknown_ones_are_not_found(client):
    for file in FILES:
        assert client.get(file).status_code == 404


def test_old_address_leads_to_the_file_of_the_same_format(client, network):
    network.former_addresses.create(slug="gamla")

    for suffix in ("ttl", "jsonld", "murmurations.json"):
        answer = client.get(f"/natverk/gamla.{suffix}")
        assert (answer.status_code, answer["Location"]) == (301, f"/natverk/natet.{suffix}")


def test_both_languages_have_the_same_graph(client, network):
    assert client.get("/natverk/natet.ttl").content == client.get("/en/networks/natet.ttl").content
    assert client.get("/datasets/dcat.rdf").content == client.get("/en/datasets/dcat.rdf").content


def test_asking_again_costs_one_read(client, network, django_assert_num_queries):
    for file in (*FILES, *SCHEMES, "/datasets/dcat.rdf", "/datasets/dcat", "/natverk/natet.murmurations.json"):
        etag = client.get(file)["ETag"]
        with django_assert_num_queries(1):
            assert client.get(file, headers={"If-None-Match": etag}).status_code == 304


def test_graph_costs_no_more_reads_than_the_page_beside_it(client, network, other):
    for _ in range(20):
        network.memberships.create(agency=make_agency())
        relate(make_network(), "part_of", network)
        make_network().memberships.create(agency=network.memberships.first().agency)

    for page in ("/natverk/natet", "/organisationer/lund"):
        costs = {suffix: _queries(client, page + suffix) for suffix in ("/", ".ttl", ".jsonld")}
        assert max(costs.values()) == costs["/"], costs


def _queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


SAME_BYTES = """
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "networks_site.settings"
import django; django.setup()
import hashlib
from rdflib import Graph
from directory.linked import FORMATS, written
from directory.linked.catalogue import catalogue_graph
print([hashlib.sha256(written(catalogue_graph(issued=None, modified=None), suffix)).hexdigest() for suffix in FORMATS])
"""


@pytest.mark.looks
def test_same_graph_is_the_same_bytes_in_every_process(settings):
    told = {
        subprocess.run(
            [sys.executable, "-c", SAME_BYTES], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "PATH": "", "DATA_DIR": str(settings.DATA_DIR)},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip

    assert len(told) == 1


def test_profile_for_murmurations_tells_only_what_is_known(client, network, other):
    network.level, network.country = "nordic", "SE"
    network.save()

    assert client.get("/natverk/natet.murmurations.json").json() == {
        "linked_schemas": ["organizations_schema-v1.0.0"],
        "name": "Nätet",
        "nickname": "N",
        "primary_url": "https://natet.example.se/",
        "urls": [{"name": "Nätverkskartan", "url": f"{HOME}/natverk/natet/"}],
        "description": "Vi lär av varandra.",
        "tags": ["Mat"],
        "geographic_scope": "international",
        "country_iso_3166": "SE",
    }
    assert client.get("/natverk/andra.murmurations.json").json() == {
        "linked_schemas": ["organizations_schema-v1.0.0"],
        "name": "Andra",
        "primary_url": f"{HOME}/natverk/andra/",
        "description": "Vi lär av varandra.",
    }


def test_graph_of_the_whole_catalogue_reads(client, catalogue):
    told = read(client, "/natverk/lfu.jsonld")

    assert isomorphic(told, read(client, "/natverk/lfu.ttl"))
    assert isinstance(told, Graph)
    assert len(list(told.subjects(RDF.type, ORG.Membership))) >= 20
