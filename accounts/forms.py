"""What customers type about themselves. Each form checks all that it says before anything is written."""

import time

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import Customer
from shop.mail import send_mail_later

EMAIL_TAKEN = _("There is an account with this e-mail address already. Log in, or ask for a new password.")


class LoginForm(AuthenticationForm):
    """One message for an unknown address, a wrong password and a closed account; Django hashes in each case."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _("This e-mail address and password do not belong together. Check both and try again.")
    }
    username = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )


class EmailOnceForm(forms.ModelForm):
    """Says at the field itself that the address is taken, whatever its case."""

    def clean_email(self):
        email = Customer.objects.normalize_email(self.cleaned_data["email"])
        if Customer.objects.with_email(email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(EMAIL_TAKEN)
        return email

    def save(self, commit=True):
        """The customer saved; None, with the error at the field, when another took the address a moment ago."""
        try:
            with transaction.atomic():
                return super().save(commit)
        except IntegrityError:
            self.add_error("email", EMAIL_TAKEN)
            return None


class SignUpForm(EmailOnceForm):
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        help_text=password_validators_help_text_html(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = Customer
        fields = ["name", "email"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    @sensitive_variables("password")
    def _post_clean(self):
        """After the fields fill the customer, so that a password like the name or the address is refused."""
        super()._post_clean()  # type: ignore[misc]  # Django's own, and left out of its stubs
        password = self.cleaned_data.get("password")
        if password:
            try:
                validate_password(password, self.instance)
            except ValidationError as error:
                self.add_error("password", error)

    def save(self, commit=True):
        self.instance.set_password(self.cleaned_data["password"])
        return super().save(commit)


class DetailsForm(EmailOnceForm):
    """Name and e-mail address. Who changes the address must know the password: the address resets it."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        help_text=_("Only needed to change the e-mail address."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    class Meta:
        model = Customer
        fields = ["name", "email"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    @sensitive_variables("password")
    def clean(self):
        cleaned = super().clean() or {}
        password = cleaned.get("password", "")
        if "email" in self.changed_data and "email" in cleaned and not self.instance.check_password(password):
            self.add_error("password", _("To change the e-mail address, enter your current password."))
        return cleaned


class ResetForm(PasswordResetForm):
    """Asks for a mail with a link; whether the address has an account is looked up when that is sent, not here.

    So the answer tells nothing, and takes as long, either way. One mail a minute for an address.
    """

    def save(self, **options):  # type: ignore[override]  # the view's, of which the mail needs none
        email = self.cleaned_data["email"]
        who = salted_hmac("password-reset", email.lower()).hexdigest()[:16]  # keys stand in logs
        send_mail_later("password-reset", to=email, key=f"password-reset {who} {int(time.time() / 60)}", email=email)
