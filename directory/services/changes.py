"""What has changed on the map, network by network, as anyone may read it: which facts and when, never by whom."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.db import models
from django.utils.text import capfirst

from directory.models import EditorialState, Network
from directory.services.history import PARTS, lists_at

UNTOLD = ("id", "folded_name", "sort_key", "slug", "editorial_state", "published_at", "confidence", "language")
"""Fields of a network that are no facts of it, or follow from others."""


@dataclass(frozen=True)
class PublicChange:
    """What of one network was changed at one moment: the facts' names, none when it was put on the map."""

    network: Network
    moment: datetime.datetime
    facts: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        return not self.facts


def latest_changes(most: int, network: Network | None = None) -> list[PublicChange]:
    """Return the latest changes of published networks, or of one of them, since each was published; the latest first."""
    published = {one.pk: one for one in ([network] if network else Network.objects.published())}
    facts: dict[tuple[datetime.datetime, int], set[str]] = defaultdict(set)
    for moment, pk, name in (*_facts_of_parts(published, most), *_own_facts(published, most)):
        since = published[pk].published_at
        if since is not None and moment > since:
            facts[moment, pk].add(name)
    news = [PublicChange(one, one.published_at, ()) for one in published.values() if one.published_at]
    changed = [PublicChange(published[pk], moment, tuple(sorted(map(capfirst, names)))) for (moment, pk), names in facts.items()]
    return sorted(news + changed, key=lambda change: (change.moment, change.network.pk), reverse=True)[:most]


def _facts_of_parts(published: dict[int, Network], most: int):
    """Yield (moment, network's key, name) for the latest rows written that belong to networks: meetings, members …"""
    for part in PARTS[Network]:
        if part.lasting:
            continue
        for owner in part.owners:
            entries = part.model.history.filter(**{f"{owner}__in": published}).order_by("-history_date", "-history_id")
            for moment, pk in entries.values_list("history_date", f"{owner}_id")[:most]:
                yield moment, pk, str(part.model._meta.verbose_name_plural)


def _own_facts(published: dict[int, Network], most: int):
    """Yield (moment, network's key, name) for each fact that the latest versions of networks differ in from those before."""
    latest = Network.history.filter(id__in=published).order_by("-history_date", "-history_id").values_list("id")[:most]
    versions = list(Network.history.filter(id__in={pk for (pk,) in latest}).order_by("id", "history_date", "history_id"))
    lists = lists_at(versions)
    fields = [field for field in Network._meta.concrete_fields if field.name not in UNTOLD]
    for pk, of_one in groupby(versions, key=lambda version: version.id):
        before = None
        for version in of_one:
            if before is not None and before.editorial_state == version.editorial_state == EditorialState.PUBLISHED:
                for name in _differing(before, version, fields, lists):
                    yield version.history_date, pk, name
            before = version


def _differing(before: models.Model, after: models.Model, fields: list[models.Field], lists: dict):
    for field in fields:
        if getattr(before, field.attname) != getattr(after, field.attname):
            yield str(field.verbose_name)
    for field in Network._meta.many_to_many:
        if lists[before.pk][field.name] != lists[after.pk][field.name]:
            yield str(field.verbose_name)
