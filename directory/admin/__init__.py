"""The curators' pages: one file per noun; each registers its pages when it is imported."""

from directory.admin import (
    agencies,
    coordinators,
    corrections,
    doubles,
    interests,
    links,
    meetings,
    networks,
    outbox,
    registrations,
    relations,
    taxonomy,
    users,
)

__all__ = [
    "agencies", "coordinators", "corrections", "doubles", "interests", "links", "meetings", "networks", "outbox", "registrations",
    "relations", "taxonomy", "users",
]  # fmt: skip
