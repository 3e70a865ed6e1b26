"""Form fields for what the public types: cleaned of what cannot be seen, refused with words that help."""

import ipaddress
import re
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from directory.text import clean_line, clean_paragraphs

NO_NUL = ProhibitNullCharactersValidator(message=_("Remove the null character; it cannot be stored."))
PRIVATE_SUFFIXES = (".local", ".localhost", ".internal", ".lan", ".home", ".test", ".example", ".invalid")


class LineField(forms.CharField):
    """One line of text."""

    clean_text = staticmethod(clean_line)

    def to_python(self, value):
        value = super().to_python(value)
        NO_NUL(value)
        return self.clean_text(value)


class ParagraphsField(LineField):
    """A text of several lines."""

    clean_text = staticmethod(clean_paragraphs)
    widget = forms.Textarea(attrs={"rows": 5})


class LinesField(ParagraphsField):
    """A list written one on each line; returns the lines, each once."""

    def __init__(self, *args, most: int, longest: int = 200, **kwargs):
        super().__init__(*args, **kwargs)
        self.most, self.longest = most, longest

    def clean(self, value):
        lines = list(dict.fromkeys(line for line in super().clean(value).split("\n") if line))
        if len(lines) > self.most:
            raise ValidationError(_("Write at most %(most)d lines."), params={"most": self.most})
        if any(len(line) > self.longest for line in lines):
            raise ValidationError(_("Write at most %(longest)d characters on each line."), params={"longest": self.longest})
        return lines


class PublicURLField(forms.URLField):
    """The address of a page anyone can open: http or https, a public host, no password in it."""

    default_error_messages = {"invalid": _("Write a full web address, such as https://example.se/network.")}

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", max_length=500, **kwargs)
        self.validators = [v for v in self.validators if not isinstance(v, URLValidator)]
        self.validators += [
            URLValidator(schemes=["http", "https"], message=self.error_messages["invalid"]),
            refuse_private_address,
        ]

    def to_python(self, value):
        if re.search(r"[\s\\\x00-\x1f]", (value or "").strip()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class MailboxField(forms.EmailField):
    """An e-mail address."""

    default_error_messages = {"invalid": _("Write an e-mail address, such as upphandling@example.se.")}


def refuse_private_address(url: str) -> None:
    """Raise unless the host is a public one and the address names no user."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.username is not None or "@" in parts.netloc:
        raise ValidationError(_("Remove the user name and password from the address."))
    if not _is_public(host):
        raise ValidationError(_("This address leads to a private network. Write one that anyone can open."))


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith(PRIVATE_SUFFIXES) and not host.replace(".", "").isdigit()
