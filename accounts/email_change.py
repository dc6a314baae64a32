"""Changing the e-mail address: by a link that goes to the new one, and works for who asked, once, for a day.

What is signed names the customer, the new address, and the state that the account was in: its address, its password,
and whether its sessions were ended since. Any of these changes, the change itself among them, makes the link void.
"""

import time

from django.core import signing
from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import Customer
from shop.mail import send_mail_later

SALT = "accounts.email_change"
SECONDS = 24 * 3600


class LinkVoid(Exception):
    """Used, too old, overtaken by another change, or not ours at all."""


class OtherCustomer(Exception):
    """The link is somebody else's."""


def ask_for_change(customer: Customer, email: str) -> None:
    """Mails the link to `email` and a notice to the present address. Whoever has `email` already is told so, by mail
    alone: the page must not tell who has an account."""
    once_a_minute = f"{customer.pk} {hashed(email)} {int(time.time() / 60)}"
    with transaction.atomic():
        if Customer.objects.with_email(email).exists():
            send_mail_later("have-account", to=email, key=f"have-account {once_a_minute}", email=email)
        else:
            key, state = f"email-change {once_a_minute}", state_of(customer)
            send_mail_later("email-change", to=email, key=key, customer=customer.pk, email=email, state=state)
        key = f"email-changed {once_a_minute}"
        send_mail_later("email-changed", to=customer.email, key=key, customer=customer.pk, email=email)


def make_token(customer: Customer, email: str) -> str:
    return signing.dumps([customer.pk, email, state_of(customer)], salt=SALT)


def read_token(token: str, customer: Customer) -> str:
    """The new address. Raises LinkVoid or OtherCustomer."""
    try:
        customer_id, email, state = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:  # SignatureExpired among them
        raise LinkVoid from error
    if customer_id != customer.pk:
        raise OtherCustomer
    if state != state_of(customer):
        raise LinkVoid
    return email


def state_of(customer: Customer) -> str:
    """Tells nothing about the password to who reads it in a queue or a link."""
    known_by = f"{customer.pk}/{customer.email}/{customer.get_session_auth_hash()}"
    return salted_hmac(SALT, known_by, algorithm="sha256").hexdigest()[:32]


def hashed(email: str) -> str:
    """For keys, which stand in logs."""
    return salted_hmac(SALT, email.casefold()).hexdigest()[:16]
