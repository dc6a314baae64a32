"""Everything once more; and then it is an order."""

from uuid import UUID

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cart.refused import Refused
from checkout.current import may_see, remember
from checkout.forms import ReviewForm
from checkout.models import Order
from checkout.payments import ways
from checkout.place_order import place_order
from checkout.quote import Quote
from checkout.steps import provider_of
from checkout.views.step import page, see_other, step, waits
from shop.caching.policy import private
from shop.money import money
from shop.rates import spend

RETRY_SECONDS = 5


@private
@require_http_methods(["GET", "HEAD", "POST"])
def review(request):
    """Shows what is bought; POST places the order, once, and only as it was shown."""
    placed = placed_with(request, request.POST.get("key", "")) if request.method == "POST" else None
    if placed is not None:
        return answer_again(request, placed, request.POST.get("agreed", ""))
    return last_step(request)


def placed_with(request, key: str) -> Order | None:
    """This visitor's order of that key: a double click, another tab, a page sent again."""
    try:
        order = Order.objects.filter(key=UUID(key)).first()
    except ValueError:
        return None
    return order if order is not None and may_see(request, order) else None


def answer_again(request, order: Order, agreed: str):
    """What was answered before, if the same was asked; else 422, and nothing is bought."""
    if order.fingerprint == agreed:
        return see_other("checkout:pay", order.number)
    return render(request, "checkout/waiting.html", {"order": order, "is_other": True}, status=422)


@step("review")
def last_step(request, quote: Quote):
    if waiting := waits(quote):
        return of_waiting_order(request, waiting)
    if request.method != "POST":
        return show(request, quote)
    if quote.in_the_way:
        return show(request, quote, status=409)
    form = ReviewForm(request.POST)
    is_valid = form.is_valid()
    if problem := what_changed(form, quote):
        return show(request, quote, problem=problem, status=409)
    return place(request, quote) if is_valid else show(request, quote, form=form)


def of_waiting_order(request, order: Order):
    """The same page sent twice at once: the second comes before the session knows the first one's order."""
    if request.POST.get("key", "") != str(order.key):
        return see_other("checkout:waiting")
    remember(request, order)
    return answer_again(request, order, request.POST.get("agreed", ""))


def what_changed(form: ReviewForm, quote: Quote) -> str:
    """Since the review was shown: in the buyer's words; "" if nothing has."""
    sent = form.cleaned_data
    before, now = sent.get("total"), quote.totals.total
    if (sent.get("key"), sent.get("agreed"), before) == (quote.draft.key, quote.purchase.fingerprint, now):
        return ""
    if before is None or before == now:
        return _("Something has changed since we showed you this page. Please look at it again.")
    values = {"before": money(before, quote.totals.currency), "now": money(now, quote.totals.currency)}
    return _("The total was %(before)s when we showed it to you; it is %(now)s now. Please look at it again.") % values


def place(request, quote: Quote):
    """Written and reserved, before any money moves; then on to the payment. Few an hour: each holds goods back."""
    spend(request, "place order")
    try:
        order = place_order(quote.purchase, quote.draft.key)
    except Refused as refused:
        return refusal(request, refused)
    quote.draft.keep(order=order)
    remember(request, order)
    response = see_other("checkout:pay", order.number)
    response["Location"] += f"?by={provider_of(quote)}"
    return response


def refusal(request, refused: Refused, order: Order | None = None):
    """Nothing was bought: which line is short (409), or that too many want the same right now (503)."""
    context = {
        "message": refused.message,
        "is_busy": refused.status == 503,
        "sent": request.POST.items(),
        "order": order,
    }
    response = render(request, "checkout/refused.html", context, status=refused.status)
    if refused.status == 503:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def show(request, quote: Quote, *, form: ReviewForm | None = None, problem: str = "", status: int = 200):
    fresh = None if quote.in_the_way else form or ReviewForm.of(quote)
    known = dict(ways())
    payment = {"provider_name": known[provider_of(quote)], "has_choice": len(known) > 1}
    return page(request, "review", quote, status, form=fresh, problem=problem, **payment)
