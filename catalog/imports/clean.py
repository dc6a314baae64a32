"""Cells of foreign files → values that the catalogue can keep, or Refused with the reason."""

import html
import json
import re
import unicodedata
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from catalog.imports.records import Refused

MAX_TITLE = 300
MAX_TEXT = 200_000  # characters of a description: more is a mistake in the file, not a text
MAX_ID = 120
MAX_BARCODES = 200
MOST_MONEY = Decimal("9999999999.99")  # numeric(12, 2)
MOST_STOCK = 2_147_483_647

CENT = Decimal("0.01")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
SPACE = re.compile(r"\s+")
PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?|[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
PLAIN = re.compile(r"[!-%'-~]+(?: [!-%'-~]+)*")  # printable ASCII, single spaces, no "&": nothing to clean
GRAMS = {"g": 1, "kg": 1000, "mg": Decimal("0.001"), "lb": Decimal("453.59237"), "lbs": Decimal("453.59237"),
         "oz": Decimal("28.349523125")}  # fmt: skip
TRUE, FALSE = {"true", "1", "yes", "y", "on"}, {"false", "0", "no", "n", "off", ""}


def check_characters(value, field=""):
    """Refuses what no text holds: NUL, and bytes that weren't UTF-8 (read as lone surrogates)."""
    if "\x00" in value:
        raise Refused("holds a NUL byte", field, value)
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Refused("isn't UTF-8", field, value) from None


def line_of_text(value, field="", limit=None):
    """One line: entities decoded, spaces single, no control characters. Refused when longer than `limit`."""
    if not PLAIN.fullmatch(value):
        value = html.unescape(value) if "&" in value else value
        value = CONTROL.sub(" ", value)
        value = SPACE.sub(" ", unicodedata.normalize("NFC", value)).strip()
    if limit and len(value) > limit:
        raise Refused(f"is longer than {limit} characters", field, value)
    return value


def title(value, field="title"):
    """The title, and whether it had to be cut at a word to MAX_TITLE characters."""
    value = line_of_text(value)
    if not value:
        raise Refused("has no title", field, value)
    if len(value) <= MAX_TITLE:
        return value, False
    if len(value) > 20 * MAX_TITLE:
        raise Refused(f"is {len(value):,} characters long, no title", field, value)
    return shorten(value, MAX_TITLE), True


def shorten(value, limit):
    """Cut at a word, with an ellipsis."""
    if len(value) <= limit:
        return value
    return value[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;-") + "…"


def text(value, field):
    if len(value) > MAX_TEXT:
        raise Refused(f"is longer than {MAX_TEXT:,} characters", field, value)
    return value


def identity(value, field):
    value = line_of_text(value, field, MAX_ID)
    if not value:
        raise Refused("is missing; without it a second import couldn't find the product again", field, value)
    return value


def number(value, field):
    """12, 12.5 or 1,234.5 as Decimal."""
    stripped = value.strip()
    if not PLAIN_NUMBER.fullmatch(stripped) or len(stripped) > 40:
        raise Refused("isn't a number like 1234.50", field, value)
    return Decimal(stripped.replace(",", ""))


def money(value, field, unit=1):
    """An amount of money, rounded half up to two places; `unit` is 100 where the file counts cents."""
    if isinstance(value, str):
        amount = number(value, field)
    else:
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            raise Refused("isn't a number", field, value) from None
    if not amount.is_finite() or amount < 0:
        raise Refused("isn't zero or more", field, value)
    amount = (amount / unit).quantize(CENT, ROUND_HALF_UP) if amount <= MOST_MONEY * unit else amount
    if amount > MOST_MONEY:
        raise Refused(f"is more than {MOST_MONEY:,}", field, value)
    return amount


def currency(value, field="currency"):
    value = value.strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", value):
        raise Refused("isn't a currency like USD", field, value)
    return value


def whole_number(value, field, least=0, most=MOST_STOCK):
    amount = number(str(value), field)
    if amount != amount.to_integral_value() or not least <= amount <= most:
        raise Refused(f"isn't a whole number from {least:,} to {most:,}", field, value)
    return int(amount)


def grams(value, unit, field="weight"):
    if unit not in GRAMS:
        raise Refused(f"is in {unit!r}; known are {', '.join(GRAMS)}", field, value)
    weight = number(str(value), field) * GRAMS[unit]
    if not 0 <= weight <= MOST_STOCK:
        raise Refused("isn't a weight", field, value)
    return int(weight.to_integral_value(ROUND_HALF_UP)) or None


def yes_or_no(value, field):
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in TRUE and word not in FALSE:
        raise Refused("is neither yes nor no", field, value)
    return word in TRUE


def moment(value, field):
    """An ISO date or moment, or a year, or 12/31/2024, in UTC where it names no zone. None for an empty cell."""
    value = str(value).strip()
    if not value:
        return None
    try:
        if re.fullmatch(r"\d{4}", value):
            return datetime(int(value), 1, 1, tzinfo=UTC)
        if american := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})(?:,? .*)?", value):
            month, day, year = (int(part) for part in american.groups())
            return datetime.combine(date(year + 2000 if year < 100 else year, month, day), time(), UTC)
        when = datetime.fromisoformat(value)
    except ValueError:
        raise Refused("isn't a date like 2024-12-31", field, value) from None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def barcodes(values, field="barcodes"):
    """EAN, UPC, GTIN: digits, 8 to 14 of them; others are left out."""
    found = []
    for value in values[:MAX_BARCODES]:
        digits = value.strip().strip("'").replace(" ", "").replace("-", "")
        if digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 14 and digits not in found:
            found.append(digits)
    return found


def shown(value, limit=200):
    """How the report shows a value that was refused."""
    value = value if isinstance(value, str) else json.dumps(value, default=str)
    value = value.encode("utf-8", "backslashreplace").decode()
    return value if len(value) <= limit else value[:limit] + "…"
