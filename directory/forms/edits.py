"""The form by which coordinators edit their network, and the small ones about who they are."""

from django import forms
from django.core import signing
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from directory.forms.fields import LineField, LinesField, LowerCaseMailboxField, NameField, ParagraphsField, PublicURLField
from directory.forms.registrations import MOST_MEETINGS_A_YEAR, MOST_MEMBERS
from directory.forms.submissions import TellsFaults
from directory.forms.typed import FIELD_CLASSES
from directory.models import AgencyKind, County, CpvDivision, Exchange, FocusArea, MeetingMode, Network
from directory.services.edit import LISTS, PLAIN, PROPOSED, RELATIVES
from directory.text import fold

SALT = "facts of a network when its form was opened"
MOST_SOURCES = 40
TERMS = {
    "focus_areas": (FocusArea, "slug"),
    "cpv_divisions": (CpvDivision, "code"),
    "exchanges": (Exchange, "code"),
    "counties": (County, "code"),
    "admits": (AgencyKind, "code"),
}
SECTIONS = (
    (
        _("What it is called and is for"),
        _("A curator looks at changes here before they are shown."),
        ["name", "short_name", "other_names", "purpose", "relatives"],
    ),
    (_("The network"), "", ["language", "kind", "organiser", "website", "linkedin"]),
    (_("What it works with"), "", ["focus_areas", "cpv_divisions", "exchanges"]),
    (_("Where"), "", ["level", "counties", "area", "country"]),
    (
        _("How you meet"),
        _("How many meetings a year, in each way? Empty means not stated."),
        ["in_person_per_year", "online_per_year", "hybrid_per_year", "rhythm_note"],
    ),
    (_("Joining"), "", ["openness", "admits", "admission_note", "how_to_join", "join_questions", "contact_email"]),
    (_("Members and size"), "", ["member_names", "stated_size", "stated_size_unit", "stated_size_as_of"]),
    (_("Status and history"), "", ["life", "ended_year", "ended_reason", "founded_year", "founded_note", "origin"]),
    (_("Sources"), "", ["sources"]),
)


def _field(fact: models.Field) -> forms.Field:
    """Return the form's field for a plain fact, cleaned as all that the public types is."""
    if fact.choices:
        empty = [("", _("Not stated"))] if fact.null else []
        return forms.ChoiceField(label=capfirst(fact.verbose_name), choices=[*empty, *fact.choices], required=not fact.null)
    if isinstance(fact, models.IntegerField):
        return forms.IntegerField(label=capfirst(fact.verbose_name), required=False, min_value=0, max_value=2_000_000_000)
    own = FIELD_CLASSES[models.CharField if type(fact) not in FIELD_CLASSES else type(fact)]
    return own(
        label=capfirst(fact.verbose_name), required=not fact.blank, max_length=fact.max_length or 5_000, help_text=fact.help_text
    )


class EditForm(TellsFaults, forms.Form):
    """All public facts of a network. It remembers, signed, what they were when it was opened."""

    opened = forms.CharField(widget=forms.HiddenInput)
    name = NameField(label=_("The network's name"))
    relatives = ParagraphsField(
        label=_("Related networks"),
        required=False,
        max_length=1_000,
        help_text=_("Has it grown out of another, or is it a part of one? Tell a curator in your own words."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    member_names = LinesField(
        label=_("Members"),
        most=MOST_MEMBERS,
        required=False,
        help_text=_("Organisations, one on each line. Those that are new to the map are added by a curator."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    sources = ParagraphsField(
        label=_("Pages that tell of the network"), required=False, max_length=20_000, help_text=_("Addresses, one on each line.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in (*PROPOSED, *PLAIN):
            if name not in self.fields:
                self.fields[name] = _field(Network._meta.get_field(name))
        for name, (model, key) in TERMS.items():
            label = capfirst(Network._meta.get_field(name).verbose_name)
            self.fields[name] = forms.ModelMultipleChoiceField(
                model.objects.all(), label=label, widget=forms.CheckboxSelectMultiple, to_field_name=key, required=False
            )
        for mode in MeetingMode:
            self.fields[f"{mode}_per_year"] = forms.IntegerField(
                label=mode.label, min_value=0, max_value=MOST_MEETINGS_A_YEAR, required=False
            )

    @classmethod
    def of(cls, facts: dict) -> "EditForm":
        """Return the form as it is opened for a network with these facts."""
        typed = {name: "\n".join(facts[name]) for name in ("member_names", "sources")}
        return cls(initial=facts | typed | {name: _keys(name, facts[name]) for name in LISTS} | {"opened": seal(facts)})

    def clean_opened(self):
        try:
            return signing.loads(self.cleaned_data["opened"], salt=SALT)
        except signing.BadSignature:
            self.reseal({})
            raise forms.ValidationError(_("The form could not be recognised. Send it once more.")) from None

    def clean_sources(self):
        urls, field = [], PublicURLField()
        for line in filter(None, (line.strip() for line in self.cleaned_data["sources"].split("\n"))):
            urls.append(field.clean(line))
        if len(urls) > MOST_SOURCES:
            raise forms.ValidationError(_("Write at most %(most)d lines."), params={"most": MOST_SOURCES})
        return sorted(set(urls))

    def facts(self) -> dict:
        """Return the facts that the form tells, as ``services.edit`` takes them."""
        told = self.cleaned_data
        plain = {name: told[name] for name in (*PROPOSED, *PLAIN)}
        nullable = [name for name in plain if Network._meta.get_field(name).null]
        return {
            **plain,
            **{name: plain[name] if plain[name] not in ("", None) else None for name in nullable},
            **{name: sorted(term.pk for term in told[name]) for name in LISTS},
            **{f"{mode}_per_year": told[f"{mode}_per_year"] or None for mode in MeetingMode.values},
            "member_names": sorted(told["member_names"], key=fold),
            "sources": told["sources"],
            RELATIVES: told["relatives"],
        }

    def reseal(self, facts: dict) -> None:
        """Let the form, sent once more, count from these facts."""
        self.data = self.data.copy()
        self.data["opened"] = seal(facts)

    @property
    def sections(self) -> list[dict]:
        return [{"title": title, "intro": intro, "fields": [self[name] for name in names]} for title, intro, names in SECTIONS]


def seal(facts: dict) -> str:
    return signing.dumps(facts, salt=SALT, compress=True)


def _keys(name: str, pks: list[int]) -> list[str]:
    model, key = TERMS[name]
    return list(model.objects.filter(pk__in=pks).values_list(key, flat=True))


class ClaimForm(TellsFaults, forms.Form):
    message = ParagraphsField(
        label=_("What do you do in the network?"),
        max_length=1_000,
        help_text=_("Who decides reads it: a coordinator of the network or a curator."),
    )


class InviteForm(TellsFaults, forms.Form):
    email = LowerCaseMailboxField(label=_("E-mail address"), max_length=150)


class DeclineForm(TellsFaults, forms.Form):
    reply = LineField(label=_("Why not?"), max_length=300)
