"""A customer's own pages: private, in no cache; for the signed-in customer, or for anyone where it says so."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import RedirectURLMixin
from django.db import transaction
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import FormView, View

from accounts.forms import DetailsForm, LoginForm, ResetForm, SignUpForm
from accounts.models import Customer
from shop.caching.policy import PRIVATE, private
from shop.middleware.same_origin import same_origin


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
    """Anyone. Django gives the session a new key at log-in, so that one planted before is worth nothing."""

    policy = PRIVATE
    form_class = LoginForm
    template_name = "accounts/login.html"


@private
@same_origin
@require_POST
def log_out(request):
    """Anyone. Ends this session; the cart stays with the customer. Needs no token: its button may stand on any page."""
    with transaction.atomic():  # what is noted for the caches (surrogate_keys.py) and the session's end are one
        logout(request)
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    response["Clear-Site-Data"] = '"cache"'  # the pages that the back button would show, with the visitor's name
    return response


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class SignUpView(Onward, FormView):
    """Anyone. The new customer is signed in at once."""

    policy = PRIVATE
    form_class = SignUpForm
    template_name = "accounts/signup.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"next": self.get_redirect_url()}

    def form_valid(self, form):
        customer = form.save()
        if customer is None:
            return self.form_invalid(form)
        login(self.request, customer)
        return redirect(self.get_success_url())


@private
@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request):
    """The account page: name and address to see and to change."""
    # A second copy for the form: a refused change must not show in the header.
    form = DetailsForm(request.POST or None, instance=Customer.objects.get(pk=request.user.pk))
    if form.is_valid() and form.save():
        messages.success(request, _("Your details are saved."))
        return redirect("accounts:show")
    return render(request, "accounts/show.html", {"form": form})


class PasswordChangeView(views.PasswordChangeView):
    """Signed-in customers. Ends all their other sessions: each carries a hash of the password."""

    policy = PRIVATE
    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("accounts:show")

    def form_valid(self, form):
        messages.success(self.request, _("Your password is changed. Other devices are signed out."))
        return super().form_valid(form)


class PasswordResetView(views.PasswordResetView):
    """Anyone. Answers the same whether or not the address has an account."""

    policy = PRIVATE
    form_class = ResetForm
    template_name = "accounts/password_reset.html"
    email_template_name = "accounts/password_reset_mail.txt"
    subject_template_name = "accounts/password_reset_subject.txt"
    success_url = reverse_lazy("accounts:password_reset_done")


class PasswordResetDoneView(views.PasswordResetDoneView):
    policy = PRIVATE
    template_name = "accounts/password_reset_done.html"


class PasswordResetConfirmView(views.PasswordResetConfirmView):
    """Who holds the mailed link. It works once; Django takes its token out of the address before it shows the form."""

    policy = PRIVATE
    template_name = "accounts/password_reset_confirm.html"

    def get_success_url(self):
        messages.success(self.request, _("Your new password is set. Log in with it."))
        return reverse("accounts:login")
