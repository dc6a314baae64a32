"""A customer's addresses: private, in no cache; another customer's is not there (404)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.address_form import AddressForm
from accounts.models import Address
from accounts.models.address import MAX_ADDRESSES, USES
from shop.caching.policy import private


@private
@login_required
@require_safe
def address_list(request):
    """Signed-in customers: their own, at most 50. One query besides the customer."""
    addresses = Address.objects.filter(customer_id=request.user.pk)
    return render(
        request, "accounts/addresses.html", {"addresses": addresses, "is_full": len(addresses) >= MAX_ADDRESSES}
    )


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_address(request):
    """Signed-in customers, up to 50 addresses. The first one becomes the default for parcels and bills."""
    if Address.objects.filter(customer_id=request.user.pk).count() >= MAX_ADDRESSES:
        messages.error(request, _("You have %(most)s addresses. Remove one first.") % {"most": MAX_ADDRESSES})
        return redirect("accounts:addresses")
    return edit(request, Address(customer_id=request.user.pk, name=request.user.name))


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_address(request, pk):
    """Signed-in customers, an address of their own."""
    return edit(request, own_address(request, pk))


@private
@login_required
@require_POST
def delete_address(request, pk):
    """Signed-in customers, an address of their own. Orders keep their copies."""
    own_address(request, pk).delete()
    messages.success(request, _("The address is removed."))
    return redirect("accounts:addresses")


@private
@login_required
@require_POST
def make_default_address(request, pk):
    """Signed-in customers, an address of their own; `use` is "delivery" or "billing", 404 for anything else."""
    use = request.POST.get("use")
    if use not in USES:
        raise Http404
    own_address(request, pk).make_default(use)
    messages.success(request, _("Parcels go here by default.") if use == "delivery" else _("Bills go here by default."))
    return redirect("accounts:addresses")


def own_address(request, pk: int) -> Address:
    return get_object_or_404(Address, pk=pk, customer_id=request.user.pk)


def edit(request, address: Address):
    """Shows the form, in another country's shape when that was asked for, or saves what it says."""
    if request.method != "POST":
        form = AddressForm(initial=address.as_dict())
    elif AddressForm.asks_for_country(request.POST):
        form = AddressForm.for_country(request.POST)
    else:
        form = AddressForm(request.POST)
        if form.is_valid():
            address.keep(form.cleaned_address)
            messages.success(request, _("The address is saved."))
            return redirect("accounts:addresses")
    return render(request, "accounts/address.html", {"form": form, "address": address})
