"""A letter as the message that goes out: both forms of the text, its attachments, and an id that a repeat shares."""

import hashlib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email

from shop.mail.letter import write_letter
from shop.mail.registry import Context, Mail


def compose(mail: Mail, context: Context, *, to: str, language: str, key: str) -> EmailMultiAlternatives:
    """Raises ValidationError if `to` is no address: it is one, without a name, so that no header can hide in it."""
    validate_email(to)
    letter = write_letter(mail.name, context, language)
    message = EmailMultiAlternatives(letter.subject, letter.text, to=[to], headers=headers(key, letter.language))
    message.attach_alternative(letter.html, "text/html")
    for attachment in mail.attach(context):
        message.attach(*attachment)
    return message


def headers(key: str, language: str) -> dict[str, str]:
    """The same key has the same Message-ID: mail programs show a repeated delivery once.

    Auto-Submitted (RFC 3834) keeps holiday notices from answering.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return {
        "Message-ID": f"<{digest}@{settings.SITE_HOST}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": language,
    }
