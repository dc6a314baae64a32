"""A customer's orders. One order is also for who has placed it without an account (checkout/current.py)."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checkout.buy_again import buy_again
from checkout.cancel import cancel
from checkout.current import order_of, remember
from checkout.links import number_in
from checkout.models import Order
from checkout.states import NotPossible, State
from checkout.timeline import timeline
from checkout.views.step import see_other
from shop.caching.policy import private
from shop.rates import limited

PAGE = 20
MAX_DIGITS = 18
CAN_BE_CANCELLED = {State.PENDING, State.PAID}


@private
@login_required
@require_safe
def order_list(request):
    """Signed-in customers: their own, newest first, twenty a page; `?before=` is the last one's id. One query."""
    orders = Order.objects.filter(customer_id=request.user.pk)
    before = request.GET.get("before", "")
    if before:
        if not (before.isascii() and before.isdigit() and len(before) <= MAX_DIGITS):
            raise Http404
        orders = orders.filter(pk__lt=int(before))
    found = list(orders.order_by("-id")[: PAGE + 1])
    older = f"?before={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return render(request, "checkout/orders/list.html", {"orders": found[:PAGE], "older": older, "is_later": before})


@private
@require_safe
def order_page(request, number: str):
    """A customer's own, or a guest's of this session; 404 for others. Five queries: order, lines, events, refunds,
    invoices."""
    order = order_of(request, number)
    context = {
        "order": order,
        "lines": order.lines.all(),
        "discounts": [discount | {"amount": Decimal(discount["amount"])} for discount in order.discounts],
        "timeline": timeline(order),
        "invoices": order.invoices.exclude(pdf=None).defer("pdf").order_by("year", "serial"),
        "can_be_cancelled": order.state in CAN_BE_CANCELLED,
    }
    return render(request, "checkout/orders/show.html", context)


@private
@limited("checkout")
@require_POST
def cancellation(request, number: str):
    """As the page. Until the goods are on their way; the money goes back."""
    order = order_of(request, number)
    try:
        cancel(order.pk, "buyer")
    except NotPossible:
        order.refresh_from_db()
        text = _("Your order is %(state)s: it can't be cancelled any more.")
        messages.error(request, text % {"state": order.get_state_display()})
    else:
        messages.success(request, _("Your order is cancelled."))
    return see_other("orders:show", number)


@private
@limited("checkout")
@require_POST
def another(request, number: str):
    """As the page. What can be bought of it goes into the cart; what can't is named."""
    added, refused = buy_again(request, order_of(request, number))
    if added:
        messages.success(request, _("What can be bought of your order is in your cart."))
    for message in refused:
        messages.warning(request, message)
    return see_other("cart:show")


@private
@require_safe
@limited("order look-up", reads=True)
def door(request, token: str):
    """Who holds the link that was mailed with an order, for ninety days: their session may see the order then."""
    order = Order.objects.filter(number=number_in(token)).first()
    if order is None:
        return render(request, "checkout/orders/old-link.html", {"login": reverse("accounts:login")}, status=404)
    remember(request, order)
    return see_other("orders:show", order.number)
