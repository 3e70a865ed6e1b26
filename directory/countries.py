"""What countries are called, in the reader's language."""

from babel import Locale
from django.utils.translation import get_language


def country_name(code: str) -> str:
    """Return the name of a country by its two letters (ISO 3166-1), or the letters themselves when unknown."""
    return Locale.parse(get_language() or "sv").territories.get(code, code)
