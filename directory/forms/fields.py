"""Form fields for what the public types: cleaned of what cannot be seen, refused with words that help."""

import ipaddress
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from directory.text import clean_line, clean_paragraphs, fold

NO_NUL = ProhibitNullCharactersValidator(message=_("Remove the null character; it cannot be stored."))
PRIVATE_SUFFIXES = (".local", ".localhost", ".internal", ".lan", ".home", ".test", ".example", ".invalid")
LONGEST_NAME = 200
FAR_TOO_LONG = 10


class LineField(forms.CharField):
    """One line of text."""

    clean_text = staticmethod(clean_line)

    def to_python(self, value):
        value = super().to_python(value)
        NO_NUL(value)
        if self.max_length and len(value or "") > FAR_TOO_LONG * self.max_length:
            return value  # refused by its length; cleaning megabytes first would take seconds
        return self.clean_text(value or "") or self.empty_value


class NameField(LineField):
    """What a network or an organisation is called: something that can be searched for and sorted."""

    def __init__(self, **kwargs):
        super().__init__(max_length=LONGEST_NAME, validators=[refuse_nameless], **kwargs)


class ParagraphsField(LineField):
    """A text of several lines."""

    clean_text = staticmethod(clean_paragraphs)
    widget = forms.Textarea(attrs={"rows": 5})


class LinesField(ParagraphsField):
    """A list of names, one on each line; returns the names, each once."""

    def __init__(self, *args, most: int, longest: int = LONGEST_NAME, **kwargs):
        super().__init__(*args, **{"max_length": most * longest, **kwargs})
        self.most, self.longest = most, longest

    def clean(self, value):
        names = list(dict.fromkeys(line for line in super().clean(value).split("\n") if line))
        if len(names) > self.most:
            raise ValidationError(_("Write at most %(most)d lines."), params={"most": self.most})
        if any(len(name) > self.longest for name in names):
            raise ValidationError(_("Write at most %(longest)d characters on each line."), params={"longest": self.longest})
        for name in names:
            refuse_nameless(name)
        return names


class PublicURLField(forms.URLField):
    """The address of a page anyone can open: http or https, a public host, no password in it."""

    default_error_messages = {"invalid": _("Write a full web address, such as https://example.se/network.")}

    def __init__(self, **kwargs):
        super().__init__(**{"assume_scheme": "https", "max_length": 500, **kwargs})
        self.validators = [v for v in self.validators if not isinstance(v, URLValidator)]
        self.validators.append(URLValidator(schemes=["http", "https"], message=self.error_messages["invalid"]))

    def to_python(self, value):
        return super().to_python(refuse_unprintable(self, value))

    def run_validators(self, value):
        super().run_validators(value)
        if value:  # only an address in good order has a host to judge
            refuse_private_address(value)


class MailboxField(forms.EmailField):
    """An e-mail address, no longer than mail servers take."""

    default_error_messages = {"invalid": _("Write an e-mail address, such as upphandling@example.se.")}

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 254, **kwargs})

    def to_python(self, value):
        return super().to_python(refuse_unprintable(self, value))


class LowerCaseMailboxField(MailboxField):
    """An e-mail address by which somebody is known: one, however it is typed."""

    def to_python(self, value):
        return super().to_python(value).lower()


def refuse_unprintable(field: forms.CharField, value: str | None) -> str | None:
    """Return an address as typed; raise when it holds what cannot be seen, such as a change of direction."""
    if not (value or "").strip().isprintable():
        raise ValidationError(field.error_messages["invalid"], code="invalid")
    return value


def refuse_nameless(name: str) -> None:
    """Raise when no word is left of the name as it is compared, or when its few letters stand for very many.

    A name of too many letters is refused for that, before megabytes of it are compared.
    """
    if 0 < len(name) <= LONGEST_NAME and not 0 < len(fold(name)) <= LONGEST_NAME:
        raise ValidationError(_("Write “%(name)s” with letters or digits."), params={"name": name})


def refuse_private_address(url: str) -> None:
    """Raise unless the host is a public one and the address names no user."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if parts.username is not None or "@" in parts.netloc:
        raise ValidationError(_("Remove the user name and password from the address."))
    if not _is_public(host):
        raise ValidationError(_("This address leads to a private network. Write one that anyone can open."))


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(PRIVATE_SUFFIXES) and not host.replace(".", "").isdigit()
