"""How a graph is written: the same triples give the same bytes."""

import json
from dataclasses import dataclass
from functools import partial

from rdflib import Graph


@dataclass(frozen=True)
class Format:
    """One way to write a graph: what its addresses end in, and what it is called."""

    suffix: str
    media_type: str
    serializer: str


FORMATS = {
    one.suffix: one
    for one in (
        Format("rdf", "application/rdf+xml", "xml"),
        Format("ttl", "text/turtle", "turtle"),
        Format("jsonld", "application/ld+json", "json-ld"),
    )
}


def written(graph: Graph, suffix: str) -> bytes:
    """Return the graph as that format writes it."""
    # The usual store holds sets, whose order differs from process to process; this one keeps that in which it was filled.
    ordered = Graph(store="SimpleMemory", bind_namespaces="none")
    for prefix, namespace in sorted(graph.namespaces()):
        ordered.bind(prefix, namespace)
    for triple in sorted(graph):
        ordered.add(triple)
    if suffix == "jsonld":
        told = _in_order(json.loads(ordered.serialize(format="json-ld", auto_compact=True)))
        return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
    return ordered.serialize(format=FORMATS[suffix].serializer, encoding="utf-8")


def _in_order(told):
    """Return JSON-LD with its lists sorted, whose order means nothing."""
    if isinstance(told, dict):
        return {key: _in_order(value) for key, value in told.items()}
    if isinstance(told, list):
        return sorted(map(_in_order, told), key=partial(json.dumps, sort_keys=True))
    return told
