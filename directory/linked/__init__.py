"""The map as linked data: what pages tell search engines, and graphs of networks, agencies, focus areas and of the data itself.

``pages`` speaks schema.org inside pages, ``organisations`` W3C ORG, ``concepts`` SKOS, ``catalogue`` DCAT-AP-SE,
``murmurations`` that network's profiles. Public facts only, as pages show them. ``names`` says what things are called.
"""

from directory.linked.catalogue import catalogue_graph
from directory.linked.concepts import focus_area_graph
from directory.linked.formats import FORMATS, Format, written
from directory.linked.murmurations import murmurations_profile
from directory.linked.organisations import agency_graph, network_graph
from directory.linked.pages import agency_page_data, dataset_data, network_page_data, script, site_data

__all__ = [
    "FORMATS",
    "Format",
    "agency_graph",
    "agency_page_data",
    "catalogue_graph",
    "dataset_data",
    "focus_area_graph",
    "murmurations_profile",
    "network_graph",
    "network_page_data",
    "script",
    "site_data",
    "written",
]
