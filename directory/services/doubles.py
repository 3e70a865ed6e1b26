"""Finding pairs on the map that may be one and the same, and noting that some are two."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Agency, Double, Network
from directory.models.double import DoubleKind
from directory.models.revision import one_step
from directory.services.decide import CannotDecide
from directory.text import fold, lines, words

MOST_ALIKE = 5
"""What more than so many share tells nothing: the website of a whole authority, or a word for all of a kind."""


def find_doubles() -> int:
    """Note the pairs that look alike today, forget those that do no longer unless they were said to be two, and count the new."""
    alike = {(DoubleKind.NETWORK, *pair): why for pair, why in _pairs(_marks_of_networks())}
    alike |= {(DoubleKind.AGENCY, *pair): why for pair, why in _pairs(_marks_of_agencies())}
    with one_step():
        known = {(one.kind, one.first_key, one.second_key): one for one in Double.objects.all()}
        gone = [one.pk for key, one in known.items() if key not in alike and one.decided_at is None]
        Double.objects.filter(pk__in=gone).delete()
        new = [
            Double(kind=kind, first_key=first, second_key=second, why=why)
            for (kind, first, second), why in alike.items()
            if (kind, first, second) not in known
        ]
        Double.objects.bulk_create(new)
        return len(new)


def are_two(*, double: Double, by: User) -> None:
    """Note that the pair is two, so that it is not found again."""
    with one_step():
        double.refresh_from_db()
        if double.decided_at:
            raise CannotDecide(_("Somebody has said already that they are two."))
        double.decided_at = timezone.now()
        double.save(update_fields=["decided_at"])


def _marks_of_networks() -> Iterator[tuple[str, int]]:
    """Yield each mark by which a published network may be known, and the network's key."""
    seen = Network.objects.published().values_list("pk", "name", "short_name", "other_names", "website")
    for pk, name, short_name, other_names, website in seen:
        for one in {fold(text) for text in (name, short_name, *lines(other_names))} - {""}:
            yield one, pk
        if website:
            yield website.partition("://")[2].removeprefix("www.").rstrip("/").lower(), pk
        yield " ".join(sorted(words(name))), pk


def _marks_of_agencies() -> Iterator[tuple[str, int]]:
    for pk, name, other_names in Agency.objects.values_list("pk", "name", "other_names"):
        for one in {fold(text) for text in (name, *lines(other_names))} - {""}:
            yield one, pk
        yield " ".join(sorted(words(name))), pk


def _pairs(marks: Iterable[tuple[str, int]]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the pairs that share a mark, and the mark."""
    bearers: dict[str, set[int]] = defaultdict(set)
    for mark, pk in marks:
        bearers[mark].add(pk)
    for mark, some in bearers.items():
        if len(some) <= MOST_ALIKE:
            for pair in combinations(sorted(some), 2):
                yield pair, mark[:300]
