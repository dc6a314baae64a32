"""Another e-mail address: asked for with the password, changed when the new one has confirmed it. Private."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.email_change import LinkVoid, OtherCustomer, ask_for_change, read_token
from accounts.forms import EmailForm
from accounts.models import Customer
from shop.caching.policy import private
from shop.rates import limited, spend


@private
@sensitive_post_parameters()
@login_required
@limited("own password")
@require_http_methods(["GET", "HEAD", "POST"])
def change_email(request):
    """Signed-in customers who know their password; five mails an hour. Answers the same if the address is another's."""
    form = EmailForm(request.POST or None, customer=request.user)
    if form.is_valid():
        spend(request, "e-mail change")
        ask_for_change(Customer.objects.get(pk=request.user.pk), form.cleaned_data["email"])
        message = _("We have sent a link to %(email)s. Your address changes as soon as you open it, within a day.")
        messages.success(request, message % {"email": form.cleaned_data["email"]})
        return redirect("accounts:show")
    return render(request, "accounts/email.html", {"form": form})


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request, token):
    """Who asked, signed in: the new address could be a stranger's, by a slip. A GET asks once more, a POST does it."""
    customer = Customer.objects.get(pk=request.user.pk)
    problem = email = ""
    try:
        email = read_token(token, customer)
    except LinkVoid:
        problem = _("This link was used already, is too old, or your password or address has changed since.")
    except OtherCustomer:
        problem = _("This link belongs to another account. Log out here, open the link again and log in to that one.")
    if email and request.method == "POST":
        if customer.change_email(email):
            update_session_auth_hash(request, customer)
            messages.success(request, _("Your e-mail address is changed. Other devices are signed out."))
            return redirect("accounts:show")
        problem = _("Another account has this address meanwhile. Ask for a change to a different one.")
    context = {"email": email, "problem": problem}
    return render(request, "accounts/email_confirm.html", context, status=410 if problem else 200)
