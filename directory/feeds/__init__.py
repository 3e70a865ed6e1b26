"""What other programs subscribe to: meetings as calendars, lists and changes as feeds. Public facts only, as pages show them."""

from directory.feeds.atom import FeedItem, atom
from directory.feeds.calendars import calendar

__all__ = ["FeedItem", "atom", "calendar"]
