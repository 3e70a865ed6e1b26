"""When a network could meet in a year, from how often and how it meets. Pure functions."""

import datetime
from collections.abc import Collection, Mapping

WEDNESDAY = 2
MIDDLE_OF_THE_MONTH = 15


def suggested_meetings(
    year: int, how_many: Mapping[str, int], *, avoid: Collection[int] = (), after: datetime.date
) -> list[tuple[datetime.date, str]]:
    """Return days of the year with the mode of each meeting, spread evenly over the months that are not to be avoided.

    ``how_many`` meetings by mode; the modes take turns. Days are Wednesdays in the middle of a month, one a month at most, all
    later than ``after``: in the middle of a week and a month no Swedish holiday is near.
    """
    days = [day for month in range(1, 13) if month not in avoid and (day := _middle(year, month)) > after]
    modes = _taking_turns(how_many)[: len(days)]
    return [(days[int((place + 0.5) * len(days) / len(modes))], mode) for place, mode in enumerate(modes)]


def _middle(year: int, month: int) -> datetime.date:
    """Return the Wednesday nearest the middle of a month."""
    middle = datetime.date(year, month, MIDDLE_OF_THE_MONTH)
    return middle + datetime.timedelta((WEDNESDAY - middle.weekday() + 3) % 7 - 3)


def _taking_turns(how_many: Mapping[str, int]) -> list[str]:
    """Return each mode as many times as it occurs, each spread over the whole."""
    places = [
        ((number + 0.5) / count, order, mode) for order, (mode, count) in enumerate(how_many.items()) for number in range(count)
    ]
    return [mode for _place, _order, mode in sorted(places)]
