"""What can become of an order: the whole machine. Each change is an event, in the transaction of its effects.

         pay            ship          deliver
PENDING ─────▶ PAID ─────────▶ SHIPPED ─────────▶ DELIVERED
  │  │ ▲         │                │                   │
  │  │ │ pay     │ cancel         └──────▶ RETURNED ◀─┘   (all of it came back)
  │  ▼ │ late    ▼
  │ EXPIRED  CANCELLED
  └──────────────▲   cancel
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PENDING = "pending", _("waiting for payment")  # its stock is reserved until `reserved_until`
    PAID = "paid", _("paid")  # its stock has left the shelf
    SHIPPED = "shipped", _("shipped")
    DELIVERED = "delivered", _("delivered")
    RETURNED = "returned", _("returned")
    CANCELLED = "cancelled", _("cancelled")
    EXPIRED = "expired", _("not paid in time")


NEXT = {
    State.PENDING: {State.PAID, State.CANCELLED, State.EXPIRED},
    State.EXPIRED: {State.PAID},  # the money came late, and there is stock left
    State.PAID: {State.SHIPPED, State.CANCELLED},
    State.SHIPPED: {State.DELIVERED, State.RETURNED},
    State.DELIVERED: {State.RETURNED},
    State.RETURNED: set(),
    State.CANCELLED: set(),
}


class NotPossible(Exception):
    """This order can't become that: `str()` is for whoever asked."""

    def __init__(self, order, wanted: State):
        text = _("Order %(number)s is %(state)s; it can't become “%(wanted)s” any more.")
        values = {"number": order.number, "state": order.get_state_display(), "wanted": wanted.label}
        super().__init__(text % values)
        self.order, self.wanted = order, wanted
