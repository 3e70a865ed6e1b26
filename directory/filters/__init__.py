"""The query string as declared forms: of each list, and of the guide."""

from directory.filters.guide import GuideFilter
from directory.filters.lists import AgencyFilter, MeetingFilter, MemoryFilter, NetworkFilter

__all__ = ["AgencyFilter", "GuideFilter", "MeetingFilter", "MemoryFilter", "NetworkFilter"]
