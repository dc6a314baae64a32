"""Uses of promotions are counted when an order is placed, and given back when nothing comes of it."""

from collections.abc import Iterable

from cart.totals import Applied


def redeem(applied: Iterable[Applied], order_number: str, customer_id: int | None, email: str) -> None:
    """In the transaction that places the order. Refused when the last use has gone."""


def give_back(order_number: str) -> None:
    """In the transaction that ends the order."""
