"""Looking, politely and one at a time, whether the links on the map still lead where they did."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from directory.models import LinkCheck, LinkState, Network, Source
from directory.services.fetching import CannotFetch, Page, fetch
from directory.text import fold, site_host

NEXT_LOOK = datetime.timedelta(days=30)
SECOND_LOOK = datetime.timedelta(days=7)
NOT_THERE = (404, 410)


def keep_list_of_links() -> int:
    """Note the addresses that have come to the map, forget those that have left it, and return how many these are."""
    if not settings.CHECK_LINKS:
        return 0
    on_the_map = Network.objects.published()
    websites = on_the_map.exclude(website="").values_list("website", flat=True)
    urls = {*websites, *Source.objects.filter(network__in=on_the_map).values_list("url", flat=True)}
    with transaction.atomic():
        known = set(LinkCheck.objects.values_list("url", flat=True))
        LinkCheck.objects.filter(url__in=known - urls).delete()
        LinkCheck.objects.bulk_create([LinkCheck(url=url) for url in sorted(urls - known)], ignore_conflicts=True)
    return len(urls ^ known)


def look_at_next() -> bool:
    """Look at the link that is due since longest, and tell whether one was."""
    link = LinkCheck.objects.claim(timezone.now()) if settings.CHECK_LINKS else None
    if link is None:
        return False
    try:
        found = fetch(link.url)
    except CannotFetch as error:
        _note(link, None, str(error))
    else:
        _note(link, found, str(found.status))
    return True


def accept(links: Iterable[LinkCheck]) -> None:
    """Take what is there now for right, as a curator has looked at it."""
    for link in links:
        link.host, link.title, link.state = link.host_now, link.title_now, LinkState.WORKS
        link.save(update_fields=["host", "title", "state"])


def look_again(links: Iterable[LinkCheck]) -> None:
    """Let links be looked at as soon as the worker comes to them."""
    LinkCheck.objects.filter(pk__in=[link.pk for link in links]).update(due_at=timezone.now())


def _note(link: LinkCheck, found: Page | None, answer: str) -> None:
    now = timezone.now()
    link.looked_at, link.answer, link.due_at = now, answer[:200], now + NEXT_LOOK
    if found is None or not (found.status < 300 or found.status in NOT_THERE):
        link.state = LinkState.SILENT if link.state in (LinkState.UNCHECKED, LinkState.WORKS) else link.state
        link.due_at = now + SECOND_LOOK
    elif found.status in NOT_THERE:
        _note_missing(link, now)
    else:
        _note_there(link, found)
    link.save()


def _note_missing(link: LinkCheck, now: datetime.datetime) -> None:
    """Take a link for dead only when it is missing a second time, a week or more after the first."""
    link.missing_since = link.missing_since or now
    if now - link.missing_since >= SECOND_LOOK:
        link.state = LinkState.DEAD
    else:
        link.state, link.due_at = LinkState.MISSING, link.missing_since + SECOND_LOOK


def _note_there(link: LinkCheck, found: Page) -> None:
    link.missing_since, link.host_now, link.title_now = None, site_host(found.url), found.title
    if not link.host:
        link.host, link.title = link.host_now, link.title_now
    is_same = link.host == link.host_now and fold(link.title) == fold(link.title_now)
    link.state = LinkState.WORKS if is_same else LinkState.CHANGED
