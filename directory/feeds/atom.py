"""Lists and changes as Atom (RFC 4287)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language


@dataclass(frozen=True)
class FeedItem:
    """One thing that a feed tells: ``key`` tells it apart for ever, ``page`` is its address without the site's."""

    key: str
    title: str
    summary: str
    page: str
    published: datetime.datetime
    updated: datetime.datetime


def atom(items: Iterable[FeedItem], *, name: str, page: str, source: str) -> bytes:
    """Return a feed in the language that is active; ``page`` is where readers see the same, ``source`` its own address."""
    feed = Atom1Feed(
        title=name,
        link=settings.SITE_ADDRESS + page,
        description="",
        language=get_language(),
        feed_url=settings.SITE_ADDRESS + source,
        author_name="Nätverkskartan",
    )
    for item in items:
        feed.add_item(
            title=item.title,
            link=settings.SITE_ADDRESS + item.page,
            description=item.summary,
            unique_id=f"{settings.SITE_ADDRESS}/#{item.key}",
            pubdate=item.published,
            updateddate=item.updated,
        )
    return feed.writeString("utf-8").encode()
