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


class LoginForm(AuthenticationForm):
    """One message for an unknown address, a wrong password and a closed account; Django hashes in each case."""

    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _("This e-mail address and password do not belong together. Check both and try again.")
    }
    username = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )


class SignUpForm(forms.Form):
    """Not of the model: it says nothing about whether the address has an account."""

    name = forms.CharField(
        label=_("Name"), max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        help_text=password_validators_help_text_html(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    @sensitive_variables("password")
    def clean(self):
        """A password like the name or the address is refused."""
        password = self.cleaned_data.get("password")
        if password:
            try:
                validate_password(password, self.customer())
            except ValidationError as error:
                self.add_error("password", error)
        return self.cleaned_data

    def customer(self) -> Customer:
        email = Customer.objects.normalize_email(self.cleaned_data.get("email"))
        return Customer(name=self.cleaned_data.get("name", ""), email=email)

    def save(self) -> Customer | None:
        """The new customer, with a mail to welcome them; None, with another mail, if the address has an account.

        The password is hashed in either case, which is what takes the time.
        """
        customer = self.customer()
        customer.set_password(self.cleaned_data["password"])
        try:
            with transaction.atomic():
                customer.save()
                send_mail_later("welcome", to=customer.email, key=f"welcome {customer.pk}", customer=customer.pk)
        except IntegrityError:
            email = customer.email
            send_mail_later("have-account", to=email, key=once_a_minute("have-account", email), email=email)
            return None
        return customer


class DetailsForm(forms.ModelForm):
    class Meta:
        model = Customer
        fields = ["name"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class EmailForm(forms.Form):
    """The new address. Who changes it must know the password: the address resets it."""

    email = forms.EmailField(
        label=_("New e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data=None, *, customer: Customer):
        super().__init__(data)
        self.customer = customer

    def clean_email(self):
        email = Customer.objects.normalize_email(self.cleaned_data["email"])
        if email.casefold() == self.customer.email.casefold():
            raise ValidationError(_("This is your address already."))
        return email

    @sensitive_variables("password")
    def clean_password(self):
        password = self.cleaned_data["password"]
        if not self.customer.check_password(password):
            raise ValidationError(_("This is not your password."))
        return password


class ResetForm(PasswordResetForm):
    """Asks for a mail with a link; whether the address has an account is looked up when that is sent, not here.

    So the answer tells nothing, and takes as long, either way. One mail a minute for an address.
    """

    def save(self, **options):  # type: ignore[override]  # the view's, of which the mail needs none
        email = self.cleaned_data["email"]
        send_mail_later("password-reset", to=email, key=once_a_minute("password-reset", email), email=email)


def once_a_minute(mail: str, email: str) -> str:
    """A mail's key; without the address itself, since keys stand in logs."""
    return f"{mail} {salted_hmac(mail, email.casefold()).hexdigest()[:16]} {int(time.time() / 60)}"
