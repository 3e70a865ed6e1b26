"""The catalogue holds to DCAT-AP-SE, and everything it lists answers as it says."""

from pathlib import Path

import pytest
from django.utils import timezone
from pyshacl import validate
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from directory.linked import FORMATS
from directory.linked.catalogue import DATASETS
from tests.factories import make_focus_area, make_meeting, make_network
from tests.linked.reading import read

pytestmark = pytest.mark.django_db
HOME = "http://localhost:8000"
SHAPES = Graph().parse(Path(__file__).with_name("dcat_ap_se.ttl"))
CATALOGUE = URIRef(f"{HOME}/datasets/dcat#catalog")


@pytest.fixture(autouse=True)
def network():
    network = make_network(name="Nätet", published_at="2025-03-01T12:00Z")
    network.focus_areas.add(make_focus_area())
    make_meeting(network=network, days=3)
    return network


def test_every_format_holds_the_same(client):
    first, *rest = (read(client, f"/datasets/dcat.{suffix}") for suffix in FORMATS)

    assert all(isomorphic(first, one) for one in rest)


@pytest.mark.parametrize("contact", ["", "kurator@example.se"])
def test_catalogue_has_what_dcat_ap_se_demands(client, settings, contact):
    settings.CURATOR_EMAIL = contact
    conforms, _graph, report = validate(read(client, "/datasets/dcat.rdf"), shacl_graph=SHAPES)

    assert conforms, report


@pytest.mark.parametrize(
    "without",
    [
        (CATALOGUE, DCTERMS.title),
        (CATALOGUE, DCTERMS.publisher),
        (CATALOGUE, DCAT.dataset),
        (URIRef(f"{HOME}/datasets/dcat#networks"), DCTERMS.description),
        (URIRef(f"{HOME}/datasets/dcat#publisher"), FOAF.name),
        (URIRef(f"{HOME}/datasets/dcat#file-moten.ics"), DCAT.accessURL),
    ],
    ids=lambda pair: pair[1].rpartition("/")[2],
)
def test_shapes_notice_what_is_missing(client, without):
    graph = read(client, "/datasets/dcat.ttl")
    assert (*without, None) in graph
    graph.remove((*without, None))

    assert not validate(graph, shacl_graph=SHAPES)[0]


def test_every_file_listed_answers_as_the_catalogue_says(client):
    graph = read(client, "/datasets/dcat.ttl")
    files = list(graph.subjects(RDF.type, DCAT.Distribution))

    assert len(files) == sum(len(dataset.distributions) for dataset in DATASETS) > 6
    for file in files:
        answer = client.get(str(graph.value(file, DCAT.downloadURL)).removeprefix(HOME))
        assert answer.status_code == 200, file
        assert answer["Content-Type"].partition(";")[0] == str(graph.value(file, DCTERMS["format"]))


def test_without_a_licence_none_is_told(client, settings):
    everything = read(client, "/datasets/dcat.ttl")
    assert set(everything.objects(None, DCTERMS.license)) == {URIRef("https://creativecommons.org/publicdomain/zero/1.0/")}

    settings.DATA_LICENCE = ""

    assert (None, DCTERMS.license, None) not in read(client, "/datasets/dcat.ttl")


def test_publisher_is_who_the_settings_say(client, settings):
    settings.PUBLISHER_NAME, settings.PUBLISHER_NUMBER = 'Upphandlings"verket', "202100-0001"
    settings.PUBLISHER_URL = "https://verket.example.se/"
    settings.PUBLISHER_TYPE = "http://purl.org/adms/publishertype/NationalAuthority"

    graph = read(client, "/datasets/dcat.rdf")
    publisher = graph.value(CATALOGUE, DCTERMS.publisher)

    assert publisher == URIRef("http://dataportal.se/organisation/SE2021000001")
    assert graph.value(publisher, FOAF.name) == Literal('Upphandlings"verket', lang="sv")
    assert graph.value(publisher, FOAF.homepage) == URIRef(settings.PUBLISHER_URL)
    assert graph.value(publisher, DCTERMS.type) == URIRef(settings.PUBLISHER_TYPE)


def test_catalogue_is_as_old_as_the_first_network_and_as_new_as_the_latest_change(client, network):
    graph = read(client, "/datasets/dcat.ttl")
    assert str(graph.value(CATALOGUE, DCTERMS.issued)) == "2025-03-01"
    changed = network.meetings.get().history.latest().history_date

    assert str(graph.value(CATALOGUE, DCTERMS.modified)) == str(timezone.localdate(changed))


def test_empty_map_has_a_catalogue_too(client, network):
    network.delete()

    assert validate(read(client, "/datasets/dcat.rdf"), shacl_graph=SHAPES)[0]


def test_about_page_leads_to_the_catalogue(client):
    assert '<link rel="alternate" type="application/rdf+xml" href="/datasets/dcat">' in client.get("/om/").content.decode()
