"""Who buys, and where the parcel and the bill go."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.address_form import AddressForm
from accounts.models import Address
from cart.quantity import MAX_DIGITS, parse_whole
from checkout.forms import ContactForm
from checkout.quote import Quote
from checkout.views.step import page, see_other, step

USED = "saved"  # the name of the buttons "send it here"
PURPOSES = {"delivery": "shipping", "billing": "billing"}  # prefix of the form: what browsers call such an address


@step("address")
def address(request, quote: Quote):
    """Guests also say their e-mail address; customers may choose one of their saved addresses."""
    if request.method != "POST":
        return show(request, quote, Forms.blank(quote))
    if USED in request.POST:
        return use_saved(request, quote)
    if any(AddressForm.asks_for_country(request.POST, prefix) for prefix in PURPOSES):
        return show(request, quote, Forms.in_other_shape(request.POST, quote))
    forms = Forms.typed(request.POST, quote)
    if not forms.are_valid():
        return show(request, quote, forms)
    quote.draft.keep(**forms.said())
    return see_other("checkout:start")  # on to the first step that the new address leaves open


@dataclass
class Forms:
    """`billing` is unbound where the bill goes to the delivery address: it is neither checked nor kept then."""

    contact: ContactForm
    delivery: AddressForm
    billing: AddressForm

    @classmethod
    def blank(cls, quote: Quote) -> "Forms":
        """With what was said before."""
        draft = quote.draft
        name = {"name": quote.customer.name} if quote.customer else {}
        said = {"email": draft.email, "billing_is_same": draft.billing_address is None}
        return cls(
            ContactForm(initial=said, is_guest=quote.customer is None),
            AddressForm(initial=draft.delivery_address or name, prefix="delivery", purpose="shipping"),
            AddressForm(initial=draft.billing_address or name, prefix="billing", purpose="billing"),
        )

    @classmethod
    def in_other_shape(cls, posted, quote: Quote) -> "Forms":
        """The fields of another country, with what was typed so far; nothing is checked yet."""
        said = {"email": posted.get("email", ""), "billing_is_same": "billing_is_same" in posted}
        contact = ContactForm(initial=said, is_guest=quote.customer is None)
        return cls(contact, *(reshaped(posted, prefix) for prefix in PURPOSES))

    @classmethod
    def typed(cls, posted, quote: Quote) -> "Forms":
        contact = ContactForm(posted, is_guest=quote.customer is None)
        delivery = AddressForm(posted, prefix="delivery", purpose="shipping")
        is_same = "billing_is_same" in posted
        billing = AddressForm(posted, prefix="billing", purpose="billing")
        return cls(contact, delivery, reshaped(posted, "billing") if is_same else billing)

    def are_valid(self) -> bool:
        bound = [form for form in (self.contact, self.delivery, self.billing) if form.is_bound]
        verdicts = [form.is_valid() for form in bound]  # of each, so that all that is wrong is said at once
        return all(verdicts)

    def said(self) -> dict[str, object]:
        """For the draft. A customer's e-mail address is the account's."""
        email = {"email": self.contact.cleaned_data["email"]} if "email" in self.contact.fields else {}
        billing = self.billing.cleaned_address if self.billing.is_bound else None
        return {"delivery_address": self.delivery.cleaned_address, "billing_address": billing, **email}


def reshaped(posted, prefix: str) -> AddressForm:
    return AddressForm.for_country(posted, prefix=prefix, purpose=PURPOSES[prefix])


def use_saved(request, quote: Quote):
    """A customer's own saved address; anybody else's is not there."""
    number = parse_whole(request.POST[USED][:MAX_DIGITS])
    own = Address.objects.filter(customer=quote.customer) if quote.customer else Address.objects.none()
    chosen = own.filter(pk=number).first() if number else None
    if chosen is None:
        return show(request, quote, Forms.blank(quote), _("This address is not in your address book."), 404)
    bills = own.filter(is_for_billing=True).exclude(pk=chosen.pk).first()
    quote.draft.keep(delivery_address=chosen.as_dict(), billing_address=bills.as_dict() if bills else None)
    return see_other("checkout:start")


def show(request, quote: Quote, forms: Forms, problem: str = "", status: int = 200):
    saved = Address.objects.filter(customer=quote.customer) if quote.customer else []
    return page(request, "address", quote, status, saved=saved, problem=problem, **vars(forms))
