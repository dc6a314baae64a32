"""How the parcel is sent."""

from checkout.forms import ShippingForm
from checkout.quote import Quote
from checkout.steps import first_open
from checkout.views.step import page, see_other, step


@step("shipping")
def shipping(request, quote: Quote):
    """`way`: one of those offered for this address, weight and amount; any other is refused."""
    form = ShippingForm(request.POST if request.method == "POST" else None, quote)
    if form.is_valid():
        quote.draft.keep(shipping_code=form.cleaned_data["way"])
        return see_other(f"checkout:{first_open(quote)}")
    return page(request, "shipping", quote, form=form)
