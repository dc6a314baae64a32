"""Cells → values."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from catalog.imports import clean
from catalog.imports.attribute_types import code_of, name_of
from catalog.imports.category_rules import names
from catalog.imports.formats.parts import deepest, split_list
from catalog.imports.records import Refused
from catalog.imports.refine import plain_text


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("5", "5.00"), ("1,234.5", "1234.50"), ("0.005", "0.01"), (4351995, "4351995.00"), ("0", "0.00")],
)
def test_money(cell, amount):
    assert clean.money(cell, "price") == Decimal(amount)


def test_cents_are_a_hundredth():
    assert clean.money(4351995, "price", 100) == Decimal("43519.95")


@pytest.mark.parametrize("cell", ["12,50", "1,23", "$5", "1e5", "٣", "", "Infinity", "--5", "5" * 50])
def test_what_is_no_number(cell):
    with pytest.raises(Refused):
        clean.number(cell, "price")


@pytest.mark.parametrize(
    ("cell", "year"), [("2024-12-31", 2024), ("2009-12-10T00:00:00Z", 2009), ("1970", 1970), ("12/31/24", 2024)]
)
def test_moments_are_utc(cell, year):
    found = clean.moment(cell, "from")
    assert found.year == year
    assert found.tzinfo


def test_a_zone_is_kept_and_nonsense_refused():
    assert clean.moment("2024-01-01T12:00:00+02:00", "from") == datetime(2024, 1, 1, 10, tzinfo=UTC)
    with pytest.raises(Refused):
        clean.moment("31.12.2024", "from")


@pytest.mark.parametrize(
    ("weight", "unit", "grams"), [("1.5", "kg", 1500), ("2", "lbs", 907), ("0.0003", "kg", None), ("3", "oz", 85)]
)
def test_weights(weight, unit, grams):
    assert clean.grams(weight, unit) == grams


def test_barcodes_are_eight_to_fourteen_digits():
    assert clean.barcodes(["4006381333931", "12", "'0095205603217", "4006381333931", "x", "12345678901234"]) == [
        "4006381333931",
        "0095205603217",
        "12345678901234",
    ]


def test_one_line_of_text():
    assert clean.line_of_text("  Caf\u0065\u0301 &trade;\t\r\n x\u200b ") == "Café ™ x\u200b"
    assert clean.shorten("one two three", 9) == "one two…"


def test_html_becomes_plain_text_without_sticking_words_together():
    assert plain_text("<ul><li>One</li><li>Two &amp; three:</li></ul><p>Four</p>") == "One; Two & three: Four"
    assert plain_text("a < b &lt;script&gt;") == "a < b <script>"


def test_names_and_codes_of_attributes():
    assert name_of("weight__with_stand_") == "Weight (with stand)"
    assert code_of("print_technology") == "print-technology"
    assert code_of("Colour") == "color"
    assert code_of("色") == "attribute"


def test_paths_of_categories():
    assert names("Men >  Tops>") == ("Men", "Tops")
    assert deepest([("A",), ("A", "B"), ("C",), ("A", "B")]) == [("A", "B"), ("C",)]
    assert split_list(r"a\, b, c,,") == ["a, b", "c"]
