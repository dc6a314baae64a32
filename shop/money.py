"""An amount as the reader's language writes it."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "CA$", "JPY": "¥", "CHF": "CHF"}
WITHOUT_CENTS = {"JPY", "KRW", "HUF", "ISK"}
SYMBOL_FIRST = {"en", "ja", "zh", "nl"}
NO_BREAK_SPACE = "\u00a0"


def money(amount: Decimal | None, currency: str) -> str:
    """`$1,234.50` in English, `1.234,50 €` in German; an unknown currency by its code; "" for no amount."""
    if amount is None:
        return ""
    digits = number_format(
        abs(amount), decimal_pos=0 if currency in WITHOUT_CENTS else 2, use_l10n=True, force_grouping=True
    )
    symbol = SYMBOLS.get(currency, currency)
    sign = "−" if amount < 0 else ""
    if (get_language() or "en").split("-")[0] in SYMBOL_FIRST:
        return f"{sign}{symbol}{NO_BREAK_SPACE if symbol.isalpha() else ''}{digits}"
    return f"{sign}{digits}{NO_BREAK_SPACE}{symbol}"
