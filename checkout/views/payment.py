"""By whom the buyer pays. There is no such step where there is one provider only."""

from checkout.forms import PaymentForm
from checkout.quote import Quote
from checkout.views.step import page, see_other, step


@step("payment")
def payment(request, quote: Quote):
    """`provider`: a variant of settings.PAYMENT_VARIANTS."""
    form = PaymentForm(request.POST if request.method == "POST" else None, quote)
    if form.is_valid():
        quote.draft.keep(payment_variant=form.cleaned_data["provider"])
        return see_other("checkout:review")
    return page(request, "payment", quote, form=form)
