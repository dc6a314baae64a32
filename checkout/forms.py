"""What buyers say at each step, beside their addresses (accounts/address_form.py)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from checkout.payments import ways
from checkout.quote import Quote
from checkout.steps import provider_of


class ContactForm(forms.Form):
    """Customers' e-mail address is known: they are not asked."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("For the confirmation, and for what happens to your order."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    billing_is_same = forms.BooleanField(label=_("The bill goes to the same address"), required=False, initial=True)

    def __init__(self, *args, is_guest: bool = True, **options):
        super().__init__(*args, **options)
        if not is_guest:
            del self.fields["email"]


class ShippingForm(forms.Form):
    """`way`: the code of one of those that are offered for this parcel."""

    way = forms.ChoiceField(
        label=_("How shall it be sent?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how it shall be sent."),
            "invalid_choice": _("This way is not offered for your parcel any more. Choose one of these."),
        },
    )

    def __init__(self, data, quote: Quote):
        chosen = quote.way or (quote.ways[0] if quote.ways else None)
        super().__init__(data, initial={"way": chosen.code if chosen else ""})
        self.fields["way"].choices = [(way.code, way.method.name) for way in quote.ways]  # type: ignore[attr-defined]


class PaymentForm(forms.Form):
    provider = forms.ChoiceField(
        label=_("How do you want to pay?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you want to pay."),
            "invalid_choice": _("There is no such way to pay. Choose one of these."),
        },
    )

    def __init__(self, data, quote: Quote):
        known = ways()
        super().__init__(data, initial={"provider": provider_of(quote) or known[0][0]})
        self.fields["provider"].choices = known  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """What was shown, sent back: so that nothing else is ever bought. `agreed` is the purchase's fingerprint."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    agreed = forms.CharField(max_length=64, widget=forms.HiddenInput)
    total = forms.DecimalField(max_digits=12, decimal_places=2, widget=forms.HiddenInput)
    terms = forms.BooleanField(
        label=_("I have read the terms, and agree to them"),
        error_messages={"required": _("To order, you have to agree to the terms.")},
    )

    @classmethod
    def of(cls, quote: Quote) -> "ReviewForm":
        return cls(initial={"key": quote.draft.key, "agreed": quote.purchase.fingerprint, "total": quote.totals.total})
