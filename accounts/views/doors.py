"""Coming in and going out: private, in no cache."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import RedirectURLMixin
from django.db import transaction
from django.shortcuts import redirect, render, resolve_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView, View

from accounts.forms import LoginForm, SignUpForm
from accounts.models import Customer
from shop.caching.policy import PRIVATE, private
from shop.middleware.same_origin import same_origin
from shop.rates import limited
from shop.rates.device import remember_device


class Onward(RedirectURLMixin, View):
    """Where to go afterwards: `next` if it is on this site and no door itself, else the account page.

    Who is signed in already goes there at once.
    """

    next_page = "accounts:show"

    def get_redirect_url(self, request=None):
        onward = super().get_redirect_url()
        doors = (resolve_url("accounts:login"), resolve_url("accounts:signup"), resolve_url("accounts:logout"))
        return "" if onward.startswith(doors) else onward

    def get_default_redirect_url(self):
        return resolve_url(self.next_page)

    def get(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)  # type: ignore[misc]  # the form view's, beside this class


class LoginView(Onward, views.LoginView):
    """Anyone, as often as RATES allow (backend.py counts). The session gets a new key, so that one planted before is
    worth nothing."""

    policy = PRIVATE
    form_class = LoginForm
    template_name = "accounts/login.html"

    def form_valid(self, form):
        response = super().form_valid(form)
        remember_device(response, form.get_user().email, path=self.request.path)
        return response


@private
@same_origin
@require_POST
def log_out(request):
    """Anyone. Ends this session; the cart stays with the customer. Needs no token: its button may stand on any page."""
    with transaction.atomic():  # what is noted for the caches (surrogate_keys.py) and the session's end are one
        logout(request)
    return gone(redirect(settings.LOGOUT_REDIRECT_URL))


@private
@login_required
@require_POST
def log_out_everywhere(request):
    """Signed-in customers. Ends all their sessions, this one, too; links mailed to change the address are void."""
    with transaction.atomic():
        Customer.objects.get(pk=request.user.pk).end_sessions()
        logout(request)
    messages.success(request, _("You are signed out everywhere, on this device, too."))
    return gone(redirect("accounts:login"))


def gone(response):
    response["Clear-Site-Data"] = '"cache"'  # the pages that the back button would show, with the visitor's name
    return response


@limited("sign-up")
@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class SignUpView(Onward, FormView):
    """Anyone, 20 times an hour from one address. The new customer is signed in at once.

    If the address has an account, its owner is told by mail, and the page says no more than that there is mail.
    """

    policy = PRIVATE
    form_class = SignUpForm
    template_name = "accounts/signup.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"next": self.get_redirect_url()}

    def form_valid(self, form):
        customer = form.save()
        if customer is None:
            return redirect("accounts:signup_sent")
        login(self.request, customer)
        return redirect(self.get_success_url())


@private
@require_safe
def signup_sent(request):
    """Anyone: what the mail is about stands in it alone."""
    return render(request, "accounts/signup_sent.html")
