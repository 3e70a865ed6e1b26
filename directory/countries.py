"""What countries are called, in the reader's language."""

from babel import Locale
from django.utils.translation import get_language

HOME_COUNTRY = "SE"


def country_name(code: str, language: str | None = None) -> str:
    """Return the name of a country by its two letters (ISO 3166-1), or the letters themselves when unknown.

    It is in the reader's language unless another is given.
    """
    return Locale.parse(language or get_language() or "sv").territories.get(code, code)
