"""Mails about an account. Each is sent by `send_mail_later(name, to=…, key=…, <what its function takes>)`."""

from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.email_change import make_token, state_of
from accounts.models import Customer
from shop.mail import mail


def sample_customer() -> Customer:
    return Customer(pk=7, email="ann.lee@example.com", name="Ann Lee")


def greeting(customer: Customer) -> dict:
    return {"customer": customer, "name": customer.get_short_name()}


@mail("welcome", sample=lambda: greeting(sample_customer()))
def welcome(customer: int):
    """To who has just signed up."""
    return greeting(Customer.objects.get(pk=customer))


@mail("password-reset", sample=lambda: reset_of(sample_customer()))
def password_reset(email: str):
    """To whose account has the address that somebody typed; no mail if there is none, or it is closed.

    It goes to the address as the account has it, which may differ from the typed one in how it is written.
    """
    customer = Customer.objects.with_email(email).filter(is_active=True).first()
    if customer is None or not customer.has_usable_password():
        return None
    return reset_of(customer) | {"to": customer.email}


def reset_of(customer: Customer) -> dict:
    """The token is made when the mail is, so that it never lies in the queue."""
    return greeting(customer) | {
        "uid": urlsafe_base64_encode(force_bytes(customer.pk)),
        "token": default_token_generator.make_token(customer),
    }


@mail("password-changed", sample=lambda: greeting(sample_customer()))
def password_changed(customer: int):
    return greeting(Customer.objects.get(pk=customer))


@mail("email-change", sample=lambda: greeting(sample_customer()) | {"token": "sample"})
def email_change(customer: int, email: str, state: str):
    """To the new address. No mail if the account has changed since: the link would be void."""
    asking = Customer.objects.get(pk=customer)
    if state != state_of(asking):
        return None
    return greeting(asking) | {"token": make_token(asking, email)}


@mail("have-account", sample=lambda: greeting(sample_customer()))
def have_account(email: str):
    """To whose address somebody wanted to sign up with, or to change to: there is an account already."""
    customer = Customer.objects.with_email(email).filter(is_active=True).first()
    return greeting(customer) | {"to": customer.email} if customer else None


@mail("email-changed", sample=lambda: greeting(sample_customer()) | {"shortened": shortened("a.lee@example.org")})
def email_changed(customer: int, email: str):
    """To the old address. `email`: the new one; told only in part, since the old mailbox may be in other hands."""
    return greeting(Customer.objects.get(pk=customer)) | {"shortened": shortened(email)}


def shortened(email: str) -> str:
    """`a…@example.org`"""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"
