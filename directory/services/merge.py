"""Making one network, or one agency, of two that are the same: field by field, with all that belongs to either."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models import Q
from django.utils.translation import gettext as _

from directory.models import (
    Agency,
    AgendaItem,
    Channel,
    EditorialState,
    FormerAddress,
    Material,
    Meeting,
    Membership,
    Network,
    Registration,
    RegistrationState,
    Relation,
    RelationKind,
    Rhythm,
    Source,
    TurnChange,
    Visit,
)
from directory.models.fields import DerivedField
from directory.models.revision import one_step
from directory.services.addresses import lead_on
from directory.services.references import private_references, refer
from directory.text import fold

KEPT, MERGED, BOTH = "kept", "merged", "both"
TOGETHER = (
    ("life", "life_basis", "ended_year", "ended_reason"),
    ("founded_year", "founded_note"),
    ("stated_size", "stated_size_unit", "stated_size_as_of"),
    ("confirmed_on", "confirmed_by"),
)
"""Fields that tell of one thing and are taken from one of the two."""
JOINED = ("other_names",)


class CannotMerge(Exception):
    """The two cannot be merged as asked; the message says why."""


@dataclass(frozen=True)
class Belonging:
    """Rows that come along with what is merged.

    Of two that tell of the same, by ``told_apart_by``, the one that is kept gets the ``blanks`` filled in from the other.
    """

    model: type[models.Model]
    owner: str
    told_apart_by: tuple[str, ...] = ("pk",)
    blanks: tuple[str, ...] = ()

    def of(self, owner: models.Model) -> list[models.Model]:
        return list(self.model.objects.filter(**{self.owner: owner}))

    def identity(self, row: models.Model, owner: models.Model) -> tuple:
        """Return what the row tells of its owner."""
        return tuple(getattr(row, name) for name in self.told_apart_by)

    def give(self, row: models.Model, old: models.Model, new: models.Model) -> None:
        setattr(row, self.owner, new)
        row.save()

    def hand_over(self, row: models.Model, twin: models.Model) -> None:
        """Let what belongs to a row that goes belong to the one that tells of the same."""


class Gatherings(Belonging):
    """Meetings, whose agendas come along."""

    def give(self, row: models.Model, old: models.Model, new: models.Model) -> None:
        super().give(row, old, new)
        self.hand_over(row, row)

    def hand_over(self, row: models.Model, twin: models.Model) -> None:
        for item in row.agenda.all():
            item.meeting = twin
            item.save()


class Ties(Belonging):
    """Relations, told from either side; sisters are the same from both."""

    def of(self, owner: models.Model) -> list[models.Model]:
        return list(Relation.objects.filter(Q(origin=owner) | Q(target=owner)))

    def identity(self, row: Relation, owner: models.Model) -> tuple:
        is_origin = row.origin_id == owner.pk
        other = row.target_id if is_origin else row.origin_id
        return row.kind, other, is_origin or row.kind == RelationKind.SISTER_OF

    def give(self, row: Relation, old: models.Model, new: models.Model) -> None:
        setattr(row, "origin" if row.origin_id == old.pk else "target", new)
        row.save()


class Turns(Belonging):
    """Changes of turns to host; a swap between the two that are merged is none any longer."""

    def give(self, row: models.Model, old: models.Model, new: models.Model) -> None:
        setattr(row, self.owner, new)
        if row.agency_id == row.other_id:
            row.delete()
        else:
            row.save()


BELONGINGS = {
    Network: (
        Belonging(Membership, "network", ("agency_id",), ("joined_year",)),
        Gatherings(Meeting, "network", ("title", "starts_on"), ("mode", "place", "host_id")),
        Belonging(AgendaItem, "network"),
        Belonging(Material, "network", ("title", "url"), ("year", "agency_id", "focus_area_id", "licence")),
        Belonging(Visit, "network", ("title", "held_on"), ("agency_id", "focus_area_id")),
        Belonging(Channel, "network", ("kind", "used_for"), ("url",)),
        Belonging(Source, "network", ("url",), ("page_date",)),
        Ties(Relation, "origin", blanks=("year", "note")),
        Belonging(TurnChange, "network"),
        Belonging(FormerAddress, "network"),
    ),
    Agency: (
        Belonging(Membership, "agency", ("network_id",), ("joined_year",)),
        Belonging(Meeting, "host"),
        Belonging(AgendaItem, "agency"),
        Belonging(Material, "agency"),
        Belonging(Visit, "agency"),
        Turns(TurnChange, "agency"),
        Turns(TurnChange, "other"),
        Belonging(FormerAddress, "agency"),
    ),
}
RHYTHMS = Belonging(Rhythm, "network")


@dataclass(frozen=True)
class Choice:
    """Something that the two tell differently, in one field or in several that belong together.

    ``ways`` are what may be chosen, ``default`` what is proposed: what is kept tells, unless it says nothing.
    """

    name: str
    fields: tuple[models.Field, ...]
    ways: tuple[str, ...]
    default: str


def merge(*, kept: Network | Agency, merged: Network | Agency, chosen: dict[str, str], by: AbstractUser) -> None:
    """Make the two one, as ``chosen`` (a way by the name of a choice), in one transaction that can be undone.

    Raises ``CannotMerge`` when they cannot be, or when what would come out of it breaks a rule.
    """
    model = type(kept)
    try:
        with one_step(by=by, why=_("Merged with %(name)s") % {"name": merged}):
            Merging(model.objects.get(pk=kept.pk), model.objects.get(pk=merged.pk)).do(chosen)
    except ValidationError as error:
        raise CannotMerge(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise CannotMerge(_("What would come out of it breaks a rule of the directory.")) from error


class Merging:
    """Two rows about to become one: what there is to choose, what comes along, and the doing of it.

    Raises ``CannotMerge`` when the two cannot be merged at all.
    """

    def __init__(self, kept: Network | Agency, merged: Network | Agency):
        self.kept, self.merged, self.model = kept, merged, type(kept)
        if kept.pk == merged.pk:
            raise CannotMerge(_("Choose two different entries to merge."))
        if self.model is Network and _waits((kept, merged)):
            raise CannotMerge(_("One of them waits in the queue. Decide its registration first."))
        self.choices = [*self._single_choices(), *self._list_choices(), *self._rhythm_choice()]

    def coming_along(self) -> list[tuple[type[models.Model], int, int]]:
        """Return, for each kind of row that belongs to the merged one, how many move and how many are told already."""
        told = []
        for belonging in BELONGINGS[self.model]:
            known = {belonging.identity(row, self.kept) for row in belonging.of(self.kept)}
            rows = [belonging.identity(row, self.merged) for row in belonging.of(self.merged) if not self._joins_the_two(row)]
            double = sum(identity in known for identity in rows)
            told.append((belonging.model, len(rows) - double, double))
        return told

    def do(self, chosen: dict[str, str]) -> None:
        """Write it, inside the transaction of ``one_step``."""
        ways = {choice.name: chosen.get(choice.name, choice.default) for choice in self.choices}
        lists, former = self._merged_lists(ways), self.kept.slug if ways["slug"] == MERGED else self.merged.slug
        self._choose_fields(ways)
        if ways.get("rhythms") == MERGED:
            self._change_rhythms()
        for belonging in BELONGINGS[self.model]:
            self._move(belonging)
        merged_key = self.merged.pk
        self._move_private_rows()
        self.merged.delete()
        self.kept.full_clean()
        _save(self.kept, lists)
        lead_on(self.kept, former, merged_key)

    def _single_choices(self) -> Iterator[Choice]:
        together = {name: names for names in TOGETHER for name in names}
        for name in _own_fields(self.model):
            names = together.get(name, (name,))
            fields = tuple(self.model._meta.get_field(one) for one in names)
            kept, merged = ([getattr(row, one.attname) for one in fields] for row in (self.kept, self.merged))
            if name == names[0] and kept != merged:
                yield Choice(name, fields, (KEPT, MERGED), self._proposed(name, kept, merged))

    def _proposed(self, name: str, kept: list, merged: list) -> str:
        if name == "editorial_state":
            return MERGED if merged == [EditorialState.PUBLISHED] else KEPT
        return KEPT if any(kept) or not any(merged) else MERGED

    def _list_choices(self) -> Iterator[Choice]:
        for field in self.model._meta.many_to_many:
            if set(getattr(self.kept, field.name).all()) != set(getattr(self.merged, field.name).all()):
                yield Choice(field.name, (field,), (BOTH, KEPT, MERGED), BOTH)

    def _rhythm_choice(self) -> Iterator[Choice]:
        """Yield the choice between the rhythms: together they would say that the network meets more often than it does."""
        if self.model is Network:
            kept, merged = (sorted(row.rhythms.values_list("mode", "per_year"), key=str) for row in (self.kept, self.merged))
            if kept != merged:
                yield Choice("rhythms", (), (KEPT, MERGED), KEPT if kept else MERGED)

    def _choose_fields(self, ways: dict[str, str]) -> None:
        """Give the kept row what was chosen of the other, and every name of both."""
        names = [name for row in (self.kept, self.merged) for name in _names(row)]
        for choice in self.choices:
            for field in choice.fields if ways[choice.name] == MERGED else ():
                if not field.many_to_many:
                    setattr(self.kept, field.attname, getattr(self.merged, field.attname))
        shown = {"", fold(self.kept.name), fold(getattr(self.kept, "short_name", ""))}
        others = {fold(name): name for name in reversed(names)}
        self.kept.other_names = "\n".join(others[one] for one in dict.fromkeys(map(fold, names)) if one not in shown)

    def _merged_lists(self, ways: dict[str, str]) -> dict[str, set]:
        lists = {}
        for field in self.model._meta.many_to_many:
            kept, merged = (set(getattr(row, field.name).all()) for row in (self.kept, self.merged))
            lists[field.name] = {KEPT: kept, MERGED: merged, BOTH: kept | merged}[ways.get(field.name, KEPT)]
        return lists

    def _change_rhythms(self) -> None:
        for row in RHYTHMS.of(self.kept):
            row.delete()
        for row in RHYTHMS.of(self.merged):
            RHYTHMS.give(row, self.merged, self.kept)

    def _move(self, belonging: Belonging) -> None:
        """Let rows belong to the kept one; what they tell that is told already goes, when the blanks there are filled."""
        known = {belonging.identity(row, self.kept): row for row in belonging.of(self.kept)}
        for row in belonging.of(self.merged):
            twin = known.get(belonging.identity(row, self.merged))
            if twin:
                belonging.hand_over(row, twin)
            if self._joins_the_two(row) or twin:
                row.delete()
            else:
                belonging.give(row, self.merged, self.kept)
            if twin:
                _fill(twin, row, belonging.blanks)

    def _joins_the_two(self, row: models.Model) -> bool:
        return isinstance(row, Relation) and {row.origin_id, row.target_id} == {self.kept.pk, self.merged.pk}

    def _move_private_rows(self) -> None:
        """Let the private rows that refer to the merged one refer to the kept one, unless a rule allows no more there."""
        for field in private_references(self.model):
            for row in field.model.objects.filter(**{field.name: self.merged}):
                refer(row, field, self.kept.pk)


def _own_fields(model: type[models.Model]) -> dict[str, models.Field]:
    """Return the fields that are chosen: not those that follow from others, nor those that are joined."""
    fields = [field for field in model._meta.concrete_fields if field.editable and not isinstance(field, DerivedField)]
    return {field.name: field for field in fields if field.name not in JOINED and not field.primary_key}


def _waits(networks: tuple[Network, ...]) -> bool:
    return Registration.objects.filter(network__in=networks, state=RegistrationState.WAITING).exists()


def _names(row: Network | Agency) -> list[str]:
    return [row.name, *row.other_name_list, getattr(row, "short_name", "")]


def _fill(row: models.Model, other: models.Model, names: tuple[str, ...]) -> None:
    """Fill what ``row`` leaves open with what ``other`` says, as far as the rules of both together allow."""
    filled = {name: getattr(other, name) for name in names if getattr(row, name) in (None, "") and getattr(other, name)}
    if not filled:
        return
    before = {name: getattr(row, name) for name in filled}
    for name, value in filled.items():
        setattr(row, name, value)
    try:
        row.validate_constraints()
    except ValidationError:
        for name, value in before.items():
            setattr(row, name, value)
    else:
        row.save()


def _save(row: Network | Agency, lists: dict[str, set]) -> None:
    if not lists:
        row.save()
        return
    with row.as_one_change():
        row.save()
        for name, terms in lists.items():
            getattr(row, name).set(terms)
