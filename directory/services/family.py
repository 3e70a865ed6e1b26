"""A network's family: the networks it is related to, and theirs, as far as a page can show."""

from dataclasses import dataclass

from django.db.models import Q

from directory.family_tree import Box, laid_out
from directory.models import Network, Relation, RelationKind
from directory.models.network import EditorialState

FEWEST, MOST = 2, 40
FARTHEST = 3
"""How many relations lie at most between the network and the farthest of its family."""
DOWNWARDS = (RelationKind.MERGED_INTO, RelationKind.REPLACED_BY)
"""Kinds in which the first network comes before the second; in all others but between sisters it comes after."""


@dataclass(frozen=True)
class Member:
    """One of a family, where it stands, and how it is related to those it is told with."""

    network: Network
    box: Box
    told: tuple[str, ...]


@dataclass(frozen=True)
class Family:
    """All of a family in the order of their generations, and the relations between them."""

    members: list[Member]
    relations: list[Relation]

    def box(self, pk: int) -> Box:
        return next(member.box for member in self.members if member.network.pk == pk)


def family_of(network: Network) -> Family | None:
    """Return the family of a published network; None when it has fewer than two relatives.

    Relatives come in by how near they are; the step that would make the family too large to draw is not taken.
    """
    relations, keys, newest = {}, {network.pk}, {network.pk}
    for _step in range(FARTHEST):
        found = _published().filter(Q(origin__in=newest) | Q(target__in=newest)).exclude(pk__in=relations)
        fresh = {relation.pk: relation for relation in found.select_related("origin", "target").order_by("pk")}
        newest = {pk for one in fresh.values() for pk in (one.origin_id, one.target_id)} - keys
        if not fresh or len(keys | newest) > MOST:
            break
        relations |= fresh
        keys |= newest
    return _drawn(list(relations.values())) if len(keys) > FEWEST else None


def _drawn(relations: list[Relation]) -> Family:
    networks = {one.pk: one for relation in relations for one in (relation.origin, relation.target)}
    sisters = [(one.origin_id, one.target_id) for one in relations if one.kind == RelationKind.SISTER_OF]
    descents = [_descent(one) for one in relations if one.kind != RelationKind.SISTER_OF]
    boxes = laid_out({pk: one.sort_key for pk, one in networks.items()}, descents, sisters)
    told: dict[int, list[str]] = {pk: [] for pk in networks}
    for one in relations:
        told[one.origin_id].append(f"{one.get_kind_display()} {one.target}")
    in_order = sorted(boxes, key=lambda pk: (boxes[pk].y, boxes[pk].x))
    return Family([Member(networks[pk], boxes[pk], tuple(told[pk])) for pk in in_order], relations)


def _descent(relation: Relation) -> tuple[int, int]:
    """Return which of the two comes before the other."""
    pair = relation.origin_id, relation.target_id
    return pair if relation.kind in DOWNWARDS else pair[::-1]


def _published():
    both = {f"{end}__editorial_state": EditorialState.PUBLISHED for end in ("origin", "target")}
    return Relation.objects.filter(**both)
