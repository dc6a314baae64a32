"""The races for a piece, as the tests run them a few times and bench/races.py some thousand times."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.utils import timezone

from cart.refused import Refused
from catalog.models import Variant
from checkout.cancel import cancel
from checkout.expire import expire
from checkout.models import Order
from checkout.pay import count_payment
from checkout.place_order import Purchase, place_order
from checkout.states import NotPossible, State
from checkout.tests.races.at_once import at_once
from checkout.tests.races.goods import make_variants, payment_of, purchase
from checkout.tests.races.ledger import mistakes

DEADLOCK = "40P01"


@dataclass
class Outcome:
    """What went wrong, counted in pieces or answers: all of it must be 0."""

    races: int = 0
    attempts: int = 0
    oversold: int = 0  # pieces beyond what there were
    undersold: int = 0  # pieces that were left though somebody wanted them
    double: int = 0  # orders beyond the one of a key; orders whose money is not what was agreed
    deadlocks: int = 0
    busy: int = 0  # "please try again"
    errors: int = 0  # what the buyer would see as a 500
    wrong: list[str] = field(default_factory=list)  # stock against orders

    def add(self, other: "Outcome") -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    @property
    def is_clean(self) -> bool:
        return not (self.oversold or self.undersold or self.double or self.deadlocks or self.errors or self.wrong)


def judged(answers: list) -> Outcome:
    """What the buyers were told."""
    outcome = Outcome(races=1, attempts=len(answers))
    for answer in answers:
        if sqlstate(answer) == DEADLOCK:
            outcome.deadlocks += 1
        elif isinstance(answer, Refused):
            outcome.busy += answer.status == 503
        elif isinstance(answer, Exception):
            outcome.errors += 1
    return outcome


def sqlstate(answer) -> str | None:
    """PostgreSQL's own reason, below whatever was made of it."""
    while isinstance(answer, Exception) and not hasattr(answer, "pgcode"):
        answer = answer.__cause__
    return getattr(answer, "pgcode", None)


def sell_out(stock: int, buyers: int, lines: tuple[int, ...] = (1,)) -> Outcome:
    """`buyers` want one variant at once, as lines of so many pieces each. Who is asked to try again does so."""
    (variant,) = make_variants(stock)
    wanted, pieces = purchase(*((variant, quantity) for quantity in lines)), sum(lines)
    tries: list = []
    answers = at_once(*[lambda: patiently(wanted, tries)] * buyers)
    sold = pieces * sum(isinstance(answer, Order) for answer in answers)
    outcome = judged(answers)
    outcome.busy = len(tries) - buyers
    outcome.oversold = max(sold - stock, 0)
    outcome.undersold = max(min(stock // pieces, buyers) * pieces - sold, 0)
    outcome.wrong = mistakes(variant)
    return outcome


def patiently(wanted: Purchase, tries: list) -> Order:
    for tries_left in (3, 2, 1, 0):
        tries.append(wanted)
        try:
            return place_order(wanted, uuid4())
        except Refused as refused:
            if not tries_left or refused.status != 503:
                raise
    raise AssertionError


def crosswise(variants: list[Variant], *orders: tuple[int, ...]) -> Outcome:
    """An order for each: of one piece of these variants, in this order of lines."""
    wanted = [purchase(*((variants[place], 1) for place in places)) for places in orders]
    outcome = judged(at_once(*[lambda one=one: place_order(one, uuid4()) for one in wanted]))
    outcome.wrong = mistakes(*variants)
    return outcome


def one_key(clicks: int) -> Outcome:
    """The same purchase, the same key, so many times at once."""
    (variant,) = make_variants(100)
    wanted: Purchase = purchase((variant, 2))
    key = uuid4()
    answers = at_once(*[lambda: place_order(wanted, key)] * clicks)
    outcome = judged(answers)
    outcome.double = len({answer.pk for answer in answers if isinstance(answer, Order)}) - 1
    outcome.wrong = mistakes(variant)
    return outcome


def many_wishes() -> Outcome:
    """The clock, the buyer and two charges want one order at once, each of them twice."""
    (variant,) = make_variants(100)
    order = place_order(purchase((variant, 3)), uuid4())
    Order.objects.filter(pk=order.pk).update(reserved_until=timezone.now() - timedelta(seconds=1))
    payments = [payment_of(order).pk for _ in range(2)]
    wishes: list[Callable[[], Any]] = [partial(count_payment, pk) for pk in payments]
    wishes += [partial(expire, order.pk), partial(cancel, order.pk, "buyer")]
    answers = at_once(*wishes * 2)
    outcome = judged([None if isinstance(answer, NotPossible) else answer for answer in answers])
    outcome.double = charged_too_often(order)
    outcome.wrong = mistakes(variant)
    return outcome


def charged_too_often(order: Order) -> int:
    """1 where what the shop keeps of the buyer's money is not what the order comes to now."""
    order.refresh_from_db()
    paid = sum(payment.captured_amount for payment in order.payments.all())
    kept = paid - sum(order.refunds.values_list("amount", flat=True))
    return int(kept != (order.total if order.state == State.PAID else 0))
