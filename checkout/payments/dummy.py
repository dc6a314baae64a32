"""Pretends to take money: the default where no provider is configured. settings.deploy keeps it off public sites."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from payments import PaymentStatus
from payments.dummy import DummyProvider

from checkout.models import Payment, Refund
from checkout.payments.form import Form
from checkout.payments.gateway import Gateway, Seen, Standing
from checkout.payments.settle import settle


class TestForm(Form):
    template = "checkout/payments/_dummy.html"
    outcome = forms.ChoiceField(choices=[("pay", gettext_lazy("Pay")), ("decline", gettext_lazy("Decline"))])


class DummyGateway(Gateway, DummyProvider):
    """There is no other side: our own row is all that is known."""

    label = gettext_lazy("Test payment (no money moves)")

    def form(self, variant: str) -> Form:
        return TestForm(variant, self.label)

    def begin(self, payment: Payment, request: HttpRequest) -> Form | HttpResponse:
        form = TestForm(payment.variant, self.label, request.POST)
        if not form.is_valid():
            return form
        if form.cleaned_data["outcome"] == "pay":
            seen = replace(self.look(payment), standing=Standing.PAID, amount=payment.total)
            settle(payment.pk, seen)
            return redirect(payment.get_success_url())
        settle(payment.pk, self.close(payment))
        messages.error(request, _("The test payment was declined. Nothing was charged."))
        return redirect(payment.get_failure_url())

    def look(self, payment: Payment) -> Seen:
        known = {PaymentStatus.CONFIRMED: Standing.PAID, PaymentStatus.REFUNDED: Standing.PAID}
        open_now = Standing.OPEN if payment.is_open else Standing.CLOSED
        return Seen(
            payment.token,
            known.get(payment.status, open_now),
            payment.captured_amount,
            payment.currency,
            charge=f"test-{payment.token}",
        )

    def close(self, payment: Payment) -> Seen:
        return replace(self.look(payment), standing=Standing.CLOSED)

    def send_back(self, refund: Refund) -> str:
        return f"test-refund-{refund.pk}"

    def seen_since(self, moment: datetime) -> Iterator[Seen]:
        return iter(())
