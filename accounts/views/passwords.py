"""A new password, by the old one or by a mailed link: private, in no cache."""

from django.contrib import messages
from django.contrib.auth import views
from django.db import transaction
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from accounts.email_change import state_of
from accounts.forms import ResetForm
from shop.caching.policy import PRIVATE
from shop.mail import send_mail_later
from shop.rates import limited, spend


@limited("own password")
class PasswordChangeView(views.PasswordChangeView):
    """Signed-in customers. Ends all their other sessions: each carries a hash of the password."""

    policy = PRIVATE
    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("accounts:show")

    def form_valid(self, form):
        with transaction.atomic():
            response = super().form_valid(form)
            tell_of_new_password(form.user)
        messages.success(self.request, _("Your password is changed. Other devices are signed out."))
        return response


class PasswordResetView(views.PasswordResetView):
    """Anyone. Answers the same whether or not the address has an account."""

    policy = PRIVATE
    form_class = ResetForm
    template_name = "accounts/password_reset.html"
    success_url = reverse_lazy("accounts:password_reset_done")

    def post(self, request, *args, **kwargs):
        spend(request, "password reset", email=request.POST.get("email", ""))
        return super().post(request, *args, **kwargs)


class PasswordResetDoneView(views.PasswordResetDoneView):
    policy = PRIVATE
    template_name = "accounts/password_reset_done.html"


class PasswordResetConfirmView(views.PasswordResetConfirmView):
    """Who holds the mailed link. It works once; Django takes its token out of the address before it shows the form."""

    policy = PRIVATE
    template_name = "accounts/password_reset_confirm.html"

    def form_valid(self, form):
        with transaction.atomic():
            response = super().form_valid(form)
            tell_of_new_password(form.user)
        return response

    def get_success_url(self):
        messages.success(self.request, _("Your new password is set. Log in with it."))
        return reverse("accounts:login")


def tell_of_new_password(customer) -> None:
    """By mail, in case it was somebody else."""
    key = f"password-changed {customer.pk} {state_of(customer)}"  # of this password alone
    send_mail_later("password-changed", to=customer.email, key=key, customer=customer.pk)
