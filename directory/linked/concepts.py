"""Focus areas as SKOS concepts of one scheme."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from rdflib import DCTERMS, FOAF, RDF, SKOS, Graph, URIRef

from directory.finding import TermEntry
from directory.linked.names import address, concept_iri, in_both, new_graph, scheme_iri, tell, text


def focus_area_graph(areas: Iterable[TermEntry]) -> Graph:
    graph, scheme = new_graph(), scheme_iri()
    tell(graph, scheme, (RDF.type, SKOS.ConceptScheme), *((DCTERMS.title, title) for title in in_both(_("Focus areas"))))
    for area in areas:
        concept = concept_iri(area.key)
        tell(graph, scheme, (SKOS.hasTopConcept, concept))
        tell(
            graph,
            concept,
            (RDF.type, SKOS.Concept),
            (SKOS.inScheme, scheme),
            (SKOS.topConceptOf, scheme),
            (SKOS.notation, text(area.key)),
            (SKOS.prefLabel, text(area.name_sv, "sv")),
            (SKOS.prefLabel, text(area.name_en, "en")),
            (SKOS.definition, text(area.description_sv, "sv")),
            (SKOS.definition, text(area.description_en, "en")),
            (FOAF.page, URIRef(address("focus-area-detail", area.key))),
        )
    return graph
