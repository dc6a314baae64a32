"""Stock moves here: an order's lines in one round trip, each line one conditional statement, in the order of variants.

There is no read before the write: the statement itself finds whether enough is left, so a unit is never promised twice.
All lock rows in the same order, so two orders never wait for each other in a circle. Where one line is short the others
have moved already: call these functions in a transaction, and let Short end it.

on_hand   what lies in the warehouse       reserved   how many of those are promised to orders in payment
"""

from collections.abc import Iterable

from django.db import connection

# (variant's id, pieces); a variant may come several times.
Pieces = Iterable[tuple[int, int]]


class Short(Exception):
    """Of these variants there are fewer than asked for."""

    def __init__(self, variants: list[int]):
        super().__init__(f"too few of variants {variants}")
        self.variants = variants


def reserve(pieces: Pieces, reason: str) -> None:
    """Promised from now on. Raises Short."""
    move(pieces, 0, 1, reason)


def release(pieces: Pieces, reason: str) -> None:
    """Promised no more."""
    move(pieces, 0, -1, reason)


def sell(pieces: Pieces, reason: str) -> None:
    """What was reserved leaves the shop."""
    move(pieces, -1, -1, reason)


def sell_unreserved(pieces: Pieces, reason: str) -> None:
    """Straight from the shelf. Raises Short."""
    move(pieces, -1, 0, reason)


def take_back(pieces: Pieces, reason: str) -> None:
    """Back on the shelf."""
    move(pieces, 1, 0, reason)


def move(pieces: Pieces, on_hand: int, reserved: int, reason: str) -> None:
    """Each piece changes `on_hand` and `reserved` by so many; `reason` goes into the movements."""
    pieces = list(pieces)
    variants, counts = [variant for variant, _ in pieces], [count for _, count in pieces]
    by = [[count * sign for count in counts] for sign in (on_hand, reserved)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_move_stock(%s, %s, %s, %s)", [variants, *by, reason])
        short = cursor.fetchone()[0]
    if short:
        raise Short(short)
