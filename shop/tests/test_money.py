from decimal import Decimal

import pytest
from django.utils import translation

from shop.money import money


@pytest.mark.parametrize(
    ("language", "amount", "currency", "written"),
    [
        ("en", "1234.5", "USD", "$1,234.50"),
        ("en", "0", "EUR", "€0.00"),
        ("en", "-3", "GBP", "−£3.00"),
        ("en", "1500", "JPY", "¥1,500"),
        ("en", "5", "SEK", "SEK\u00a05.00"),
        ("de", "1234.5", "EUR", "1.234,50\u00a0€"),
        ("fr", "9.90", "USD", "9,90\u00a0$"),
    ],
)
def test_as_the_language_writes_it(language, amount, currency, written):
    with translation.override(language):
        assert money(Decimal(amount), currency) == written


def test_no_amount_is_nothing():
    assert money(None, "USD") == ""
