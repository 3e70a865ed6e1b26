"""The address names of networks and agencies: given once, and leading on for ever after they were changed."""

import uuid

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.models import Agency, FormerAddress, Network
from directory.text import slugify

LONGEST_STEM = 100


def free_slug(model: type[Network] | type[Agency], name: str) -> str:
    """Return an address name for ``name`` that no row of ``model`` has or had: numbered when the plain one is taken."""
    stem = stem_of(name)
    return first_free(stem, taken_slugs(model, stem))


def stem_of(name: str) -> str:
    """Return the address name that a name would have if nothing else had it."""
    return slugify(name)[:LONGEST_STEM].strip("-") or uuid.uuid4().hex[:8]


def taken_slugs(model: type[Network] | type[Agency], stem: str = "") -> set[str]:
    """Return the address names beginning so that rows of ``model`` have or had."""
    return {
        slug
        for rows in (model.objects.all(), FormerAddress.objects.once_of(model))
        for slug in rows.filter(slug__startswith=stem).values_list("slug", flat=True)
    }


def first_free(stem: str, taken: set[str]) -> str:
    """Return the stem, or the stem with the first number that makes it one not ``taken``."""
    candidates = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 2))) if stem in taken else (stem,)
    return next(slug for slug in candidates if slug not in taken)


def refuse_address_of_another(row: Network | Agency) -> None:
    """Raise ``ValidationError`` when the row's address name is a former one of another row."""
    former = FormerAddress.objects.once_of(type(row)).filter(slug=row.slug).first()
    if former is not None and former.merged_key != row.pk and former.leads_to != row:
        told = {"name": former.leads_to}
        raise ValidationError(_("This address is kept for %(name)s, which it led to once.") % told)


def lead_on(row: Network | Agency, former: str, merged_key: int | None = None) -> None:
    """Let the address name ``former`` lead to the row from now on; the one the row has now is no former one any more."""
    formers = FormerAddress.objects.once_of(type(row))
    for one in formers.filter(slug=row.slug):
        one.delete()
    if former != row.slug:
        FormerAddress.objects.create(slug=former, merged_key=merged_key, **{row._meta.model_name: row})
