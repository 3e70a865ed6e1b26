"""The lists the filters offer: focus areas, counties, kinds of agency, CPV divisions, kinds of exchange."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from directory.text import lines


class Term(models.Model):
    """One entry of a reviewed list, named in both languages."""

    is_public = True

    name_sv = models.CharField(_("Swedish name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True
        ordering = ["position", "name_sv"]

    def __str__(self):
        return self.name

    def networks_shown_differently(self) -> None:
        """Any network may bear the name of a list's entry."""
        return

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name_sv


class FocusArea(Term):
    """What a network works with. Its slug is its address in both languages."""

    slug = models.SlugField(max_length=60, unique=True)
    description_sv = models.TextField(_("Swedish description"), blank=True)
    description_en = models.TextField(_("English description"), blank=True)
    words_sv = models.TextField(_("Swedish words that speak of it"), blank=True, help_text=_("One on each line."))
    words_en = models.TextField(_("English words that speak of it"), blank=True, help_text=_("One on each line."))

    class Meta(Term.Meta):
        verbose_name = _("focus area")
        verbose_name_plural = _("focus areas")

    def get_absolute_url(self):
        return reverse("directory:focus-area-detail", args=[self.slug])

    @property
    def description(self) -> str:
        """The description in the reader's language."""
        return self.description_en if get_language() == "en" else self.description_sv


class County(Term):
    """One of Sweden's 21 counties, by its ISO 3166-2 code."""

    code = models.CharField(_("ISO 3166-2 code"), max_length=6, unique=True)
    scb_code = models.CharField(_("Statistics Sweden's code"), max_length=2, unique=True)

    class Meta(Term.Meta):
        verbose_name = _("county")
        verbose_name_plural = _("counties")


class AgencyKind(Term):
    """A kind of organisation: who a network admits, and what a member is."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_plural_sv = models.CharField(_("Swedish plural"), max_length=120)
    name_plural_en = models.CharField(_("English plural"), max_length=120)

    class Meta(Term.Meta):
        verbose_name = _("kind of agency")
        verbose_name_plural = _("kinds of agency")

    @property
    def name_plural(self) -> str:
        """The plural in the reader's language, as in "municipalities may join"."""
        return self.name_plural_en if get_language() == "en" else self.name_plural_sv


class CpvDivision(Term):
    """One of the 45 divisions of the Common Procurement Vocabulary (Regulation (EC) 213/2008)."""

    code = models.CharField(_("division"), max_length=2, unique=True)
    plain_sv = models.CharField(_("everyday words in Swedish"), max_length=120)
    plain_en = models.CharField(_("everyday words in English"), max_length=120)

    class Meta(Term.Meta):
        verbose_name = _("CPV division")
        verbose_name_plural = _("CPV divisions")

    def __str__(self):
        return f"{self.code} {self.plain}"

    @property
    def plain(self) -> str:
        """Everyday words in the reader's language."""
        return self.plain_en if get_language() == "en" else self.plain_sv


class Exchange(Term):
    """A kind of thing that members share with one another, such as tender documents or workplace visits."""

    code = models.SlugField(_("code"), max_length=40, unique=True)

    class Meta(Term.Meta):
        verbose_name = _("kind of exchange")
        verbose_name_plural = _("kinds of exchange")


class Synonym(Term):
    """Words that mean the same to a procurer, in both languages: whoever searches for one finds the others, ranked lower."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    words_sv = models.TextField(_("other Swedish words"), blank=True, help_text=_("One on each line."))
    words_en = models.TextField(_("other English words"), blank=True, help_text=_("One on each line."))

    class Meta(Term.Meta):
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")

    def ways_to_say_it(self) -> list[tuple[str, str]]:
        """Return (words, language) for its names and all other words."""
        swedish, english = [self.name_sv, *lines(self.words_sv)], [self.name_en, *lines(self.words_en)]
        return [*((words, "sv") for words in swedish), *((words, "en") for words in english)]
