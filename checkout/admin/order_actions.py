"""What staff do with an order: each has its own permission, its own page to confirm it, and is one POST."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from checkout.cancel import cancel
from checkout.models import Order, OrderEvent
from checkout.refund import refund
from checkout.ship import deliver, ship
from checkout.states import State
from checkout.take_back import take_back


class ActionForm(forms.Form):
    """`key`: a page sent twice does it once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, order: Order, **options):
        super().__init__(*args, **options)
        self.order = order


class ShipForm(ActionForm):
    carrier = forms.CharField(label=_("Carrier"), max_length=60, required=False)
    tracking_number = forms.CharField(label=_("Tracking number"), max_length=80, required=False)


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class RefundForm(ReasonForm):
    def __init__(self, *args, order: Order, **options):
        super().__init__(*args, order=order, **options)
        left = order.total - order.refunded
        help_text = _("At most %(left)s %(currency)s.") % {"left": left, "currency": order.currency}
        amount = forms.DecimalField(
            label=_("Amount"), min_value=0, max_digits=12, decimal_places=2, initial=left, help_text=help_text
        )
        self.fields = {"amount": amount} | self.fields


class ReturnForm(ActionForm):
    """A field a line: how many pieces of it came back."""

    restock = forms.BooleanField(label=_("Can be sold again: back on the shelf"), required=False, initial=True)

    def __init__(self, *args, order: Order, **options):
        super().__init__(*args, order=order, **options)
        self.lines = {f"line-{line.pk}": line for line in order.lines.all() if line.returned < line.quantity}
        for name, line in self.lines.items():
            left = line.quantity - line.returned
            label = f"{line.title} ({line.sku}), {left}"
            self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=left, initial=0)

    def clean(self):
        cleaned = super().clean() or {}
        self.pieces = {line.pk: cleaned[name] for name, line in self.lines.items() if cleaned.get(name)}
        if not self.pieces and not self.errors:
            raise forms.ValidationError(_("Say how many pieces came back."))
        return cleaned


class NoteForm(ActionForm):
    note = forms.CharField(label=_("Note"), max_length=500, widget=forms.Textarea, help_text=_("Buyers don't see it."))


@dataclass(frozen=True)
class Action:
    """`run(order, form, by)` does it, or raises what says why not."""

    label: Any
    permission: str
    form: type[ActionForm]
    run: Callable[[Order, Any, str], Any]
    is_possible: Callable[[Order], bool]


def key(form: ActionForm) -> str:
    return f"staff {form.cleaned_data['key']}"


def run_ship(order: Order, form: ShipForm, by: str) -> None:
    ship(order.pk, by, form.cleaned_data["carrier"], form.cleaned_data["tracking_number"])


def run_refund(order: Order, form: RefundForm, by: str) -> None:
    refund(order.pk, form.cleaned_data["amount"], form.cleaned_data["reason"], key(form), by)


def run_return(order: Order, form: ReturnForm, by: str) -> None:
    take_back(order.pk, form.pieces, by, key(form), form.cleaned_data["restock"])


def run_note(order: Order, form: NoteForm, by: str) -> None:
    order.note(OrderEvent.Kind.NOTE, by, form.cleaned_data["note"])


def has_state(*states: State) -> Callable[[Order], bool]:
    return lambda order: order.state in states


ACTIONS = {
    "ship": Action(_("Ship"), "checkout.ship_order", ShipForm, run_ship, has_state(State.PAID)),
    "deliver": Action(
        _("Delivered"),
        "checkout.ship_order",
        ActionForm,
        lambda order, form, by: deliver(order.pk, by),
        has_state(State.SHIPPED),
    ),
    "cancel": Action(
        _("Cancel"),
        "checkout.cancel_order",
        ReasonForm,
        lambda order, form, by: cancel(order.pk, by, form.cleaned_data["reason"]),
        has_state(State.PENDING, State.PAID),
    ),
    "refund": Action(
        _("Refund"),
        "checkout.refund_order",
        RefundForm,
        run_refund,
        lambda order: order.paid_at is not None and order.refunded < order.total,
    ),
    "return": Action(
        _("Take back"), "checkout.refund_order", ReturnForm, run_return, has_state(State.SHIPPED, State.DELIVERED)
    ),
    "note": Action(_("Note"), "checkout.change_order", NoteForm, run_note, lambda order: True),
}
