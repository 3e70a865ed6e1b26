"""What things are called in linked data: the same in both languages, each by an address that leads to it, none nameless."""

import re
from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from rdflib import DCAT, DCTERMS, FOAF, ORG, PROV, RDF, RDFS, SKOS, TIME, XSD, Graph, Literal, Namespace, URIRef

SCHEMA = Namespace("https://schema.org/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
AUTHORITY = Namespace("http://publications.europa.eu/resource/authority/")
"""The lists of the European Union's Publications Office: countries, languages, themes, frequencies."""
PREFIXES = {
    "dcat": DCAT, "dcterms": DCTERMS, "foaf": FOAF, "org": ORG, "prov": PROV, "rdf": RDF, "rdfs": RDFS,
    "schema": SCHEMA, "skos": SKOS, "time": TIME, "vcard": VCARD, "xsd": XSD,
}  # fmt: skip
NO_IRI = re.compile(r"""[\x00-\x20\x7f<>"{}|\\^`]""")
"""What a browser takes in an address and RDF does not."""
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def new_graph() -> Graph:
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def tell(graph: Graph, subject: URIRef, *facts) -> None:
    """Add (predicate, value) pairs about ``subject``; a value that is None is not known and not told."""
    for predicate, value in facts:
        if value is not None:
            graph.add((subject, predicate, value))


def address(name: str, slug: str = "") -> str:
    """Return the whole address of that name on the Swedish site, by which things are known in every language."""
    return settings.SITE_ADDRESS + (f"{_before_slug(name)}{slug}/" if slug else _path(name))


@lru_cache
def _path(name: str, *args: str) -> str:
    with override(settings.LANGUAGE_CODE):
        return reverse(f"directory:{name}", args=args)


@lru_cache
def _before_slug(name: str) -> str:
    """Return what stands before the slug in the addresses of that name, of which a page of data holds hundreds."""
    return _path(name, "-").removesuffix("-/")


def network_iri(slug: str) -> URIRef:
    return URIRef(f"{address('network-detail', slug)}#network")


def agency_iri(slug: str) -> URIRef:
    return URIRef(f"{address('agency-detail', slug)}#agency")


def scheme_iri() -> URIRef:
    return URIRef(address("focus-areas"))


def concept_iri(slug: str) -> URIRef:
    return URIRef(f"{scheme_iri()}#{slug}")


def iri(url: str) -> URIRef | None:
    """Return an address that somebody typed as RDF can hold it."""
    return URIRef(NO_IRI.sub(lambda bad: f"%{ord(bad[0]):02X}", url)) if url else None


def text(words: str, language: str | None = None) -> Literal | None:
    return Literal(NO_XML.sub("", words), lang=language) if words else None


def year(number: int | None) -> Literal | None:
    return Literal(f"{number:04}", datatype=XSD.gYear, normalize=False) if number else None


def in_both(words) -> list[Literal]:
    """Return a translated message in each language of the site."""
    told = []
    for language in LANGUAGES:
        with override(language):
            told.append(text(str(words), language))
    return told
