"""All that is held about whoever reads an e-mail address, wherever it stands, and its erasure.

Every text of every table is looked through, so that what is added tomorrow is found too. Private rows with the address as
their own go whole, as does what belongs to whoever signs in with it; out of all else, the map and its history among it,
only the address is cut.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from urllib.parse import quote

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q

from directory.models import Allowance, Registration
from directory.models.revision import Revision, one_step
from directory.services.accounts import of_address
from directory.services.forget import forget_registration
from directory.services.receive import keys_of_address

TEXTS = (models.CharField, models.TextField, models.JSONField)


@dataclass(frozen=True)
class Held:
    """A row that holds something about somebody; it is ``theirs`` when it goes whole with them."""

    row: models.Model
    is_theirs: bool

    @property
    def kind(self) -> str:
        return self.row._meta.label

    @property
    def values(self) -> dict[str, str]:
        """The columns of the row by name, as text."""
        columns = [field for field in self.row._meta.concrete_fields if not isinstance(field, models.BinaryField)]
        return {field.attname: str(getattr(self.row, field.attname)) for field in columns}


def held_about(email: str) -> list[Held]:
    """Return all rows that hold the address or belong to whoever signs in with it."""
    theirs = {(type(row), row.pk): row for row in _belonging_to_reader(email)}
    written = {(type(row), row.pk): row for row in _with_text(email)}
    return [Held(row, key in theirs or _is_own(row, email)) for key, row in (theirs | written).items()]


def erase_all(email: str) -> list[Held]:
    """Erase all that is held about whoever reads the address and return what it was.

    A network that was never published goes with its registration. What a coordinator wrote of a network stays on the map,
    told to be by nobody.
    """
    with one_step():
        held = held_about(email)
        for registration in Registration.objects.filter(sender_email__iexact=email).select_related("network"):
            forget_registration(registration)
        for one in held:
            rows = type(one.row)._base_manager.filter(pk=one.row.pk)
            if one.is_theirs:
                rows.delete()
            else:
                rows.update(**_without(one.row, email))
        if any(_is_of_the_map(one.row) for one in held):
            Revision.step(None)
        return held


def _with_text(email: str) -> Iterator[models.Model]:
    """Yield the rows of all tables in whose texts the address stands, as it is or as it stands in an address of the net."""
    for model in apps.get_models():
        texts = [field.name for field in model._meta.concrete_fields if isinstance(field, TEXTS)]
        holds = [Q(**{f"{name}__icontains": spelling}) for name in texts for spelling in (email, quote(email))]
        if holds and model._meta.managed:
            yield from (row for row in model._base_manager.filter(reduce(or_, holds)) if _without(row, email))


def _belonging_to_reader(email: str) -> Iterator[models.Model]:
    """Yield the users who sign in with the address and what goes with them, sessions, and counts of what was sent."""
    users = of_address(email)
    yield from Allowance.objects.filter(key__in=keys_of_address(email))
    for relation in User._meta.related_objects:
        if relation.on_delete is models.CASCADE and relation.field.concrete and not relation.many_to_many:
            yield from relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": users})
    yield from users
    keys = {str(user.pk) for user in users}
    for session in Session.objects.iterator():
        kept = session.get_decoded()
        if kept.get("_auth_user_id") in keys or _spelled(email).search(json.dumps(kept, default=str, ensure_ascii=False)):
            yield session


def _spelled(email: str) -> re.Pattern:
    """Return what finds the address in a text, as it is or as it stands in an address of the net, and no longer one."""
    return re.compile(
        rf"(?:(?<![\w.+%-])|(?<=%[0-9a-f]{{2}}))(?:{re.escape(email)}|{re.escape(quote(email))})(?![\w-]|\.\w)", re.IGNORECASE
    )


def _is_own(row: models.Model, email: str) -> bool:
    """Tell whether a private row has the address as its own, so that it is about whoever reads it."""
    if _is_of_the_map(row):
        return False
    addresses = [field for field in row._meta.concrete_fields if isinstance(field, models.EmailField)]
    return any(getattr(row, field.attname).lower() == email.lower() for field in addresses)


def _is_of_the_map(row: models.Model) -> bool:
    """Tell whether a row is public, or the history of one that is."""
    return getattr(getattr(row, "instance_type", row), "is_public", False)


def _without(row: models.Model, email: str) -> dict[str, object]:
    """Return the texts of a row in which the address stands, by column, without it."""
    texts = {}
    for field in row._meta.concrete_fields:
        if isinstance(field, TEXTS) and (value := getattr(row, field.attname)):
            text = json.dumps(value, ensure_ascii=False) if isinstance(field, models.JSONField) else value
            cut = _spelled(email).sub("", text)
            if cut != text:
                texts[field.name] = json.loads(cut) if isinstance(field, models.JSONField) else cut
    return texts
