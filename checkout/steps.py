"""The steps from a cart to an order, in their order: a step opens when all before it are done."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from checkout.payments import ways
from checkout.quote import Quote

NAMES = {
    "address": _("Address"),
    "shipping": _("Delivery"),
    "payment": _("Payment"),
    "review": _("Review"),
}


def provider_of(quote: Quote) -> str:
    """The variant that was chosen, or the only one there is; "" while there is a choice to make."""
    known = [variant for variant, _name in ways()]
    if quote.draft.payment_variant in known:
        return quote.draft.payment_variant
    return known[0] if len(known) == 1 else ""


DONE: dict[str, Callable[[Quote], bool]] = {
    "address": lambda quote: bool(quote.email and quote.draft.delivery_address),
    "shipping": lambda quote: quote.way is not None,
    "payment": lambda quote: bool(provider_of(quote)),
    "review": lambda quote: False,
}


def shown_steps() -> list[str]:
    """Without the choice of a provider where there is none to choose."""
    return [step for step in NAMES if step != "payment" or len(ways()) > 1]


def first_open(quote: Quote) -> str:
    """Where the buyer goes on."""
    return next(step for step in shown_steps() if not DONE[step](quote))


def is_open(step: str, quote: Quote) -> bool:
    steps = shown_steps()
    return step in steps and steps.index(step) <= steps.index(first_open(quote))
