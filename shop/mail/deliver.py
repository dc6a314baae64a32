"""Sending a mail: asked for in the transaction of its reason, delivered by a task.

At least once: a worker killed between the mail server's "250" and the commit sends it again, under the same Message-ID.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import translation

from shop.mail.letter import known
from shop.mail.message import compose
from shop.mail.refusal import refused_for_good
from shop.mail.registry import MAILS
from shop.tasks import Hopeless, current_key, task

logger = logging.getLogger(__name__)
TRIES = 30  # from 5 s to an hour apart: more than a day, in which a mail server is mended


def send_mail_later(template: str, *, to: str, key: str, language: str = "", after: timedelta | None = None, **ids):
    """Asks for the mail `template` in the current transaction, at the price of one INSERT.

    `key` names its reason: "order 42 shipped"; a second call with it changes nothing and returns False. `language`:
    that of the request if none is given. `ids` are what the mail's function takes, plain JSON: ids rather
    than contents. Raises LookupError for a template that no app has registered.
    """
    if template not in MAILS:
        raise LookupError(f"No mail is called {template}. Known: {', '.join(sorted(MAILS))}.")
    send = TASKS[MAILS[template].queue]
    return send.later(template, to, language or translation.get_language() or "", ids, key=f"mail {key}", after=after)


@task(queue="now", most_tries=TRIES)
def send_now(template: str, to: str, language: str, ids: dict) -> None:
    send(template, to, language, ids)


@task(queue="soon", most_tries=TRIES)
def send_soon(template: str, to: str, language: str, ids: dict) -> None:
    send(template, to, language, ids)


@task(queue="whenever", most_tries=TRIES)
def send_whenever(template: str, to: str, language: str, ids: dict) -> None:
    send(template, to, language, ids)


TASKS = {"now": send_now, "soon": send_soon, "whenever": send_whenever}


def send(template: str, to: str, language: str, ids: dict) -> None:
    """Hopeless if the address is none or the mail server will never take it; any other failure is worth another try."""
    mail = MAILS[template]
    try:
        with translation.override(known(language)):
            context = mail.write(**ids)
    except ObjectDoesNotExist:
        context = None
    if context is None:
        logger.info("mail %s is not sent: there is no reason left", template, extra={"key": current_key()})
        return
    try:
        compose(mail, context, to=context.get("to", to), language=language, key=current_key()).send()
    except ValidationError as error:
        raise Hopeless(f"No e-mail address: {to!r}") from error
    except SMTPException as error:
        said = refused_for_good(error)
        if said:
            raise Hopeless(f"The mail server refuses it for good: {said}") from error
        raise
