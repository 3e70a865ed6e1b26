"""The form by which a coordinator puts a network on the map in five minutes."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from directory.countries import HOME_COUNTRY
from directory.forms.fields import (
    LineField,
    LinesField,
    LowerCaseMailboxField,
    MailboxField,
    NameField,
    ParagraphsField,
    PublicURLField,
)
from directory.forms.submissions import OnceForm
from directory.models import (
    AgencyKind,
    ContentLanguage,
    County,
    Exchange,
    FocusArea,
    Level,
    Life,
    MeetingMode,
    Network,
    NetworkKind,
    Openness,
    RelationKind,
)
from directory.services.drafts import LONGEST
from directory.services.receive import is_too_quick

NOT_STATED = [("", _("Not stated"))]
LISTS = ("focus_areas", "exchanges", "counties", "admits")
NEEDED_TO_SAVE = {"sender_email", "token", "started"}
MOST_MEMBERS = 300
OFFERED_RELATIONS = (RelationKind.PART_OF, RelationKind.GREW_OUT_OF)
MOST_MEETINGS_A_YEAR = 366

SECTIONS = [
    (_("The network"), "", ["name", "short_name", "purpose", "language", "kind", "website"]),
    (_("What it works with"), "", ["focus_areas", "exchanges"]),
    (_("Where"), "", ["level", "counties"]),
    (
        _("How you meet"),
        _("Leave empty what is not decided. How many meetings a year, in each way?"),
        ["in_person_per_year", "online_per_year", "hybrid_per_year", "rhythm_note"],
    ),
    (_("Joining"), "", ["openness", "admits", "how_to_join", "contact_email"]),
    (_("History and members"), "", ["life", "founded_year", "origin", "member_names"]),
    (_("About you"), _("Not shown on the site."), ["sender_email", "message"]),
]


@dataclass(frozen=True)
class Kinship:
    """How a network is akin to one on the map that looks like it: part of it, grown out of it, or not at all."""

    relation_kind: str = ""
    related_network: Network | None = None


class KinshipField(forms.CharField):
    """``none``, or a kind of relation, a colon and the address name of a network. Returns a ``Kinship``; None when not said."""

    NONE = "none"

    def __init__(self, **kwargs):
        super().__init__(max_length=200, **kwargs)

    def clean(self, value):
        said = super().clean(value)
        if said in ("", self.NONE):
            return Kinship() if said else None
        kinship = self.read(said)
        if kinship is None:
            raise ValidationError(_("Choose how your network is related to those that look like it."))
        return kinship

    @staticmethod
    def read(said: str) -> Kinship | None:
        """Return what is said of a published network; None when it is nothing that can be said."""
        kind, _colon, slug = said.partition(":")
        network = Network.objects.published().filter(slug=slug).first() if kind in OFFERED_RELATIONS else None
        return Kinship(kind, network) if network else None


class RegistrationForm(OnceForm):
    """What a coordinator tells of a network. Five answers are required; the rest may be left as not stated."""

    name = NameField(label=_("The network's name"), error_messages={"required": _("Write the network's name.")})
    short_name = LineField(label=_("Short name"), max_length=40, required=False)
    purpose = ParagraphsField(
        label=_("What it is for"),
        max_length=5000,
        error_messages={"required": _("Write what the network is for.")},
        help_text=_("Two or three sentences: who meets, about what, and what comes out of it."),
    )
    language = forms.ChoiceField(
        label=_("Language of your texts"),
        choices=ContentLanguage.choices,
        error_messages={"required": _("Choose the language of your texts.")},
    )
    kind = forms.ChoiceField(label=_("Kind of network"), choices=[*NOT_STATED, *NetworkKind.choices], required=False)
    website = PublicURLField(label=_("Website"), required=False, help_text=_("A public page about the network."))

    focus_areas = forms.ModelMultipleChoiceField(
        FocusArea.objects.all(),
        label=_("Focus areas"),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="slug",
        error_messages={"required": _("Choose at least one focus area.")},
    )
    exchanges = forms.ModelMultipleChoiceField(
        Exchange.objects.all(),
        label=_("What you share with each other"),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="code",
        required=False,
    )

    level = forms.ChoiceField(label=_("Level"), choices=[*NOT_STATED, *Level.choices], required=False)
    counties = forms.ModelMultipleChoiceField(
        County.objects.all(),
        label=_("Counties"),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="code",
        required=False,
        help_text=_("For a regional or local network."),
    )

    in_person_per_year = forms.IntegerField(label=_("In person"), min_value=0, max_value=MOST_MEETINGS_A_YEAR, required=False)
    online_per_year = forms.IntegerField(label=_("Online"), min_value=0, max_value=MOST_MEETINGS_A_YEAR, required=False)
    hybrid_per_year = forms.IntegerField(
        label=_("Hybrid"),
        min_value=0,
        max_value=MOST_MEETINGS_A_YEAR,
        required=False,
        help_text=_("Some in the room, some online, at the same time."),
    )
    rhythm_note = ParagraphsField(
        label=_("More about your meetings"),
        max_length=1000,
        required=False,
        help_text=_("For example how hosting goes round and who sets the agenda."),
    )

    openness = forms.ChoiceField(label=_("Can new members join?"), choices=[*NOT_STATED, *Openness.choices], required=False)
    admits = forms.ModelMultipleChoiceField(
        AgencyKind.objects.all(),
        label=_("Who can join"),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="code",
        required=False,
    )
    how_to_join = ParagraphsField(label=_("How to join"), max_length=2000, required=False)
    contact_email = MailboxField(
        label=_("Function mailbox"),
        required=False,
        help_text=_("Shown to all, so never a person's own address."),
    )

    life = forms.ChoiceField(label=_("How is the network doing?"), choices=[*NOT_STATED, *Life.choices], required=False)
    founded_year = forms.IntegerField(label=_("Year it began"), min_value=1800, max_value=2100, required=False)
    origin = ParagraphsField(
        label=_("How it came about"),
        max_length=2000,
        required=False,
        help_text=_("For example which other network it grew out of."),
    )
    member_names = LinesField(
        label=_("Members"),
        most=MOST_MEMBERS,
        required=False,
        help_text=_("Organisations, one on each line. Never persons."),
    )

    sender_email = LowerCaseMailboxField(
        label=_("Your e-mail address"),
        help_text=_("You get a link by which you confirm, and a mail when a curator has decided."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write your e-mail address.")},
    )
    message = ParagraphsField(label=_("Message to the curators"), max_length=2000, required=False)
    kinship = KinshipField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def as_initial(posted: QueryDict) -> dict:
        """Return what was posted as a form's starting values, so that what is not in good order shows no errors."""
        return {name: posted.getlist(name) if name in LISTS else posted.get(name) for name in posted}

    @property
    def answers(self) -> str:
        """All that was typed and chosen, in good order or not, as a form sends it."""
        return urlencode({name: self.data.getlist(name) for name in self.fields if name in self.data}, doseq=True)

    def leave_faults_for_later(self) -> None:
        """Keep only what is wrong with the answers that are needed to save the form."""
        for name in self.errors.keys() - NEEDED_TO_SAVE:
            del self.errors[name]
        if not self.errors and is_too_quick(self.seconds_spent):
            self.add_error(None, _("That was quick. Look through what you wrote, and send it once more."))
        if not self.errors and len(self.answers) > LONGEST:
            self.add_error(None, _("It is too long to be saved. Shorten the texts."))

    @property
    def sections(self) -> list[dict]:
        return [{"title": title, "intro": intro, "fields": [self[name] for name in names]} for title, intro, names in SECTIONS]

    @property
    def akin_to(self) -> Network | None:
        """The network that this one is said to be related to, whether or not the form is in good order."""
        said = self["kinship"].value() or ""
        kinship = KinshipField.read(said) if "\x00" not in said else None
        return kinship and kinship.related_network

    def told(self) -> dict:
        """Return what the form tells of the network, as services take it."""
        return {"network": self.network(), "lists": self.lists(), "rhythms": self.rhythms()}

    def network(self) -> Network:
        """Return the unsaved network that the form describes."""
        told = self.cleaned_data
        plain = ("name", "short_name", "purpose", "language", "website", "rhythm_note", "how_to_join", "contact_email", "origin")
        unknown_if_empty = ("kind", "level", "openness", "life", "founded_year")
        return Network(
            **{name: told[name] for name in plain},
            **{name: told[name] or None for name in unknown_if_empty},
            country=HOME_COUNTRY if told["level"] in (Level.LOCAL, Level.REGIONAL, Level.NATIONAL) else None,
        )

    def rhythms(self) -> dict[str, int]:
        """Return the stated number of meetings a year by mode; a zero says that there are none."""
        return {
            mode: self.cleaned_data[f"{mode}_per_year"] for mode in MeetingMode.values if self.cleaned_data[f"{mode}_per_year"]
        }

    def lists(self) -> dict:
        """Return the many-to-many choices by field."""
        return {name: self.cleaned_data[name] for name in LISTS}
