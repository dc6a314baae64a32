"""What the providers know and what we know, compared; what differs is repaired, or told to staff.

Everything here can be done twice: it only ever settles what a provider says now, and sends refunds by their keys.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Q, Sum
from django.utils import timezone
from payments import PaymentError

from checkout.models import OrderEvent, Payment, PaymentEvent, Refund
from checkout.payments.gateway import Declined, Gateway, Seen, Standing, gateway_of
from checkout.payments.send_refund import send_refund
from checkout.payments.settle import settle
from checkout.states import State

logger = logging.getLogger(__name__)
STALE = timedelta(minutes=10)  # what webhooks and tasks had the time to do by themselves
EVENTS_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Finding:
    """Something that both sides did not agree on."""

    what: str  # a word of docs/payments.md
    payment: str  # its token, or the provider's name for it
    order: str
    note: str
    repaired: bool = False


class Report(list[Finding]):
    """Findings; `looked_at` payments of providers were compared."""

    looked_at = 0

    @property
    def left(self) -> list[Finding]:
        return [finding for finding in self if not finding.repaired]


def reconcile(since: datetime, repair: bool = True) -> Report:
    """Of all payments since then. A provider that does not answer is a finding, too."""
    report = Report()
    for variant in settings.PAYMENT_VARIANTS:
        try:
            report.extend(compare(variant, since, repair, report))
        except PaymentError as error:
            report.append(Finding("unreachable", "", "", f"{variant}: {error}"[:300]))
    report.extend(unsure_refunds(repair))
    if repair:
        PaymentEvent.objects.filter(at__lt=timezone.now() - EVENTS_KEPT).delete()
    for finding in report:
        logger.warning("payments differ: %s", finding.what, extra={"finding": vars(finding)})
    return report


def compare(variant: str, since: datetime, repair: bool, report: Report) -> Iterator[Finding]:
    gateway = gateway_of(variant)
    met = set()
    for seen in gateway.seen_since(since):
        report.looked_at += 1
        if seen.is_ours:
            met.add(seen.token)
            yield from compared(gateway, variant, seen, repair)
    ours = Payment.objects.filter(variant=variant).exclude(token__in=met).select_related("order")
    # Not among those: begun earlier, or unknown there.
    stale = Q(status__in=Payment.OPEN, created__gte=since, created__lt=timezone.now() - STALE)
    for payment in ours.filter(stale | Q(counted_at__gte=since)):
        yield from compared(gateway, variant, looked(gateway, payment), repair)


def looked(gateway: Gateway, payment: Payment) -> Seen:
    """A provider that knows nothing of it (another account's key, say) has no money of it."""
    try:
        return gateway.look(payment)
    except Declined:
        return Seen(payment.token, Standing.CLOSED)


def compared(gateway: Gateway, variant: str, seen: Seen, repair: bool) -> Iterator[Finding]:
    payment = Payment.objects.filter(variant=variant, token=seen.token).select_related("order").first()
    if payment is None:
        if seen.standing in (Standing.PAID, Standing.AUTHORISED):
            yield Finding("unknown", seen.session, "", f"{seen.amount} {seen.currency}, and no payment here")
    elif seen.standing is Standing.PAID:
        yield from with_money(payment, seen, repair)
    elif payment.counted_at:
        yield told(payment, "not there", f"counted here, {seen.standing.value} at the provider", repair)
    elif seen.standing is Standing.AUTHORISED:
        yield from held(gateway, payment, seen, repair)
    elif payment.is_open:
        yield from begun(gateway, payment, seen, repair)


def with_money(payment: Payment, seen: Seen, repair: bool) -> Iterator[Finding]:
    """The provider has its money."""
    if not payment.has_money:
        order = settle(payment.pk, seen) if repair else payment.order
        payment.refresh_from_db()
        became = "counted" if payment.counted_at else "to be refunded"
        note = f"{seen.amount} {seen.currency}, order {order.state}" + (f": {became}" if repair else "")
        yield Finding("paid, not counted", payment.token, order.number, note, repair)
    elif (payment.captured_amount, payment.currency) != (seen.amount, seen.currency):
        note = f"{payment.captured_amount} {payment.currency} here, {seen.amount} {seen.currency} at the provider"
        yield told(payment, "other amount", note, repair)
    sent = payment.refunds.filter(state=Refund.State.DONE).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    waiting = payment.refunds.filter(state=Refund.State.WAITING).exists()
    if seen.refunded != sent and not waiting:
        note = f"{sent} {payment.currency} refunded here, {seen.refunded} at the provider"
        yield told(payment, "other refunds", note, repair)


def held(gateway: Gateway, payment: Payment, seen: Seen, repair: bool) -> Iterator[Finding]:
    """Authorised, and nobody has taken it: taken while the order waits for it, given up otherwise."""
    if seen.began_at and seen.began_at > timezone.now() - STALE:
        return
    wanted = payment.order.state == State.PENDING
    if repair:
        settle(payment.pk, seen)
        payment.refresh_from_db()
        settle(payment.pk, (gateway.take_hold if wanted else gateway.let_go)(payment))
    note = "captured" if wanted else f"released: order {payment.order.state}"
    yield Finding("authorised, stale", payment.token, payment.order.number, note, repair)


def begun(gateway: Gateway, payment: Payment, seen: Seen, repair: bool) -> Iterator[Finding]:
    """Open here."""
    if seen.standing is Standing.CLOSED:
        if repair:
            settle(payment.pk, seen)  # a matter of course: buyers leave
    elif seen.standing is Standing.OPEN and payment.order.state != State.PENDING:
        if repair:
            settle(payment.pk, gateway.close(payment))
        note = f"open at the provider, order {payment.order.state}"
        yield Finding("still open", payment.token, payment.order.number, note, repair)


def unsure_refunds(repair: bool) -> Iterator[Finding]:
    """Refunds that nobody has confirmed, and those that failed for good, which staff must settle by hand."""
    late = Refund.objects.filter(state=Refund.State.WAITING, asked_at__lt=timezone.now() - STALE)
    for refund in late.select_related("payment", "order").order_by("pk")[:500]:
        note, state = f"{refund.amount} {refund.payment.currency}: {refund.reason}", refund.state
        if repair:
            try:
                state = send_refund(refund.pk).state
            except PaymentError as error:
                note = f"{note}: {error}"
        yield Finding("refund unsure", refund.payment.token, refund.order.number, note, state == Refund.State.DONE)
    for refund in Refund.objects.filter(state=Refund.State.FAILED).select_related("payment", "order"):
        note = f"{refund.amount} {refund.payment.currency}: {refund.trouble}"
        yield Finding("refund failed", refund.payment.token, refund.order.number, note)


def told(payment: Payment, what: str, note: str, repair: bool) -> Finding:
    """For staff; on the order once, however often it is found."""
    events = payment.order.events.filter(kind=OrderEvent.Kind.TROUBLE, note=f"{what}: {note}"[:500])
    if repair and not events.exists():
        payment.order.note(OrderEvent.Kind.TROUBLE, "reconciliation", f"{what}: {note}")
    return Finding(what, payment.token, payment.order.number, note)
