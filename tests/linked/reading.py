"""Linked data as another program reads it, without asking anybody for a context."""

import json
import re

from rdflib import Graph

PARSERS = {"rdf": "xml", "ttl": "turtle", "jsonld": "json-ld"}
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def read(client, address: str, suffix: str | None = None, **also) -> Graph:
    """Return the graph at an address, whose suffix tells its format unless another is given."""
    answer = client.get(address, **also)
    assert answer.status_code == 200, address
    return Graph().parse(data=answer.content, format=PARSERS[suffix or address.rpartition(".")[2]])


def said(client, address: str) -> list[dict]:
    """Return the things that a page's block of data speaks of, having read it as linked data too."""
    (block,) = BLOCK.findall(client.get(address).content.decode())
    told = json.loads(block)
    assert told["@context"] == "https://schema.org"
    local = told | {"@context": {"@vocab": "https://schema.org/"}}
    assert len(Graph().parse(data=json.dumps(local), format="json-ld"))
    return told["@graph"]


def of_type(things: list[dict], kind: str) -> list[dict]:
    return [thing for thing in things if kind in thing["@type"]]
