"""Codes by the thousand. Each batch is committed before it is told, so that no code is told that is not there."""

import secrets
from collections.abc import Iterator

from django.db import connection

from cart.models import Promotion

# Without what is mistaken for something else when it is read aloud or printed small: I L O U 0 1.
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
LENGTH = 10  # 30¹⁰: with 100,000 codes about, one guess in 6 thousand million is one of them
BATCH = 1000

MAKE = """
INSERT INTO cart_voucher (promotion_id, code, "limit") SELECT %s, unnest(%s), %s
ON CONFLICT (code) DO NOTHING RETURNING code
"""


def make_vouchers(promotion: Promotion, count: int, limit: int | None = 1, prefix: str = "") -> Iterator[str]:
    """`count` new codes, each good for `limit` orders: `SPRING-7KQ2M-XW94B`. Taken codes are made anew."""
    missing = count
    while missing > 0:
        codes = [new_code(prefix) for _ in range(min(missing, BATCH))]
        with connection.cursor() as cursor:
            cursor.execute(MAKE, [promotion.pk, codes, limit])
            made = [code for (code,) in cursor.fetchall()]
        missing -= len(made)
        yield from made


def new_code(prefix: str) -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(filter(None, [prefix, letters[: LENGTH // 2], letters[LENGTH // 2 :]]))
