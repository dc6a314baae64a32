"""A customer's own name: private, in no cache."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms import DetailsForm
from accounts.models import Customer
from shop.caching.policy import private


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request):
    """Signed-in customers: the account page, with their name to change and the ways to change the rest."""
    # A second copy for the form: a refused change must not show in the header.
    form = DetailsForm(request.POST or None, instance=Customer.objects.get(pk=request.user.pk))
    if form.is_valid() and form.save():
        messages.success(request, _("Your details are saved."))
        return redirect("accounts:show")
    return render(request, "accounts/show.html", {"form": form})
