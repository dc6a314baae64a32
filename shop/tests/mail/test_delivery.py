"""A mail on its way, over real SMTP: what is tried again, what is parked, and that a repeat is the same mail."""

import smtplib
from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.db import transaction
from django.utils import translation

from accounts.models import Customer
from shop.mail import registry, send_mail_later
from shop.mail.refusal import refused_for_good
from shop.tasks.row import TaskRow
from shop.tests.mail.smtp_server import Answers, Server

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def listening():
    answers = Answers()
    server = Server(answers)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def smtp(listening, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listening.port
    answers = listening.handler
    answers.to_rcpt, answers.to_data, answers.received = [], [], []
    return answers


@pytest.fixture
def ann():
    return Customer.objects.create_user("ann@example.com", "a long enough pass phrase", name="Ann Lee")


def ask(ann, **changed):
    return send_mail_later("welcome", **{"to": ann.email, "key": f"welcome {ann.pk}", "customer": ann.pk} | changed)


def row():
    return TaskRow.objects.get()


def test_a_mail_arrives_in_both_forms(smtp, ann, run_tasks):
    assert ask(ann)
    assert not ask(ann)  # the same reason
    run_tasks()
    (mail,) = smtp.received
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "Hello Ann," in mail.get_body(("plain",)).get_content()
    assert "Hello Ann," in mail.get_body(("html",)).get_content()
    assert mail["To"] == "ann@example.com"
    assert parseaddr(mail["From"])[1].startswith("shop@")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en"
    assert row().state == "done"


def test_it_is_asked_for_by_one_insert_in_the_callers_transaction(smtp, ann, run_tasks, django_assert_num_queries):
    with django_assert_num_queries(1):
        ask(ann)
    TaskRow.objects.all().delete()
    with pytest.raises(RuntimeError), transaction.atomic():
        ask(ann)
        raise RuntimeError
    assert not TaskRow.objects.exists()


@pytest.mark.parametrize("failure", ["451 later, please", "421 too busy", "drop"])
def test_a_passing_failure_is_tried_again_as_the_same_mail(smtp, ann, run_tasks, failure):
    smtp.to_data = [failure]
    ask(ann)
    run_tasks(raising=False)
    assert row().state == "waiting"
    run_tasks(after=timedelta(minutes=1))
    assert row().state == "done"
    first, second = smtp.received
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@localhost>")
    assert first.get_body(("html",)).get_content() == second.get_body(("html",)).get_content()


def test_no_server_at_all_is_a_passing_failure(smtp, ann, run_tasks, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1  # nobody listens there
    ask(ann)
    run_tasks(raising=False)
    assert row().state == "waiting"
    settings.EMAIL_PORT = port
    run_tasks(after=timedelta(minutes=1))
    assert len(smtp.received) == 1


@pytest.mark.parametrize("where", ["to_rcpt", "to_data"])
def test_what_the_server_refuses_for_good_is_parked_with_its_words(smtp, ann, run_tasks, where):
    setattr(smtp, where, ["550 no such mailbox"])
    ask(ann)
    run_tasks(raising=False)
    assert row().state == "parked"
    assert "550 no such mailbox" in row().last_error
    assert row().tries == 1


@pytest.mark.parametrize("to", ["ann", "", "ann@example.com\r\nBcc: all@example.com", "ann@example.com, b@example.com"])
def test_what_is_no_address_is_parked(smtp, ann, run_tasks, to):
    ask(ann, to=to)
    run_tasks(raising=False)
    assert row().state == "parked"
    assert not smtp.received


def test_two_reasons_are_two_mails(smtp, ann, run_tasks):
    ask(ann, key="one")
    ask(ann, key="two")
    run_tasks()
    assert len({mail["Message-ID"] for mail in smtp.received}) == 2


def test_a_customer_who_is_gone_gets_none(smtp, ann, run_tasks):
    ask(ann)
    ann.delete()
    run_tasks()
    assert not smtp.received
    assert row().state == "done"


def test_a_hostile_name_makes_no_header(smtp, ann, run_tasks, monkeypatch):
    monkeypatch.setattr("shop.mail.letter.plain", lambda *args: "Hello\r\nBcc: all@example.com\r\n\r\nwords")
    ask(ann)
    run_tasks()
    (mail,) = smtp.received
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hello Bcc: all@example.com words"


def test_the_request_names_the_language_if_nobody_else_does(ann):
    with translation.override("de"):
        ask(ann, key="one")
    ask(ann, key="two", language="fr")
    assert [row.arguments[2] for row in TaskRow.objects.order_by("id")] == ["de", "fr"]


def test_a_mail_that_nobody_registered_is_refused_at_once(ann):
    with pytest.raises(LookupError, match="No mail is called wellcome"):
        send_mail_later("wellcome", to=ann.email, key="x")


def test_mails_for_masses_wait_behind_those_somebody_waits_for(ann, monkeypatch):
    slow = registry.Mail("slow", lambda: None, dict, lambda context: [], "soon")
    monkeypatch.setitem(registry.MAILS, "slow", slow)
    send_mail_later("slow", to=ann.email, key="slow")
    ask(ann)
    assert list(TaskRow.objects.order_by("id").values_list("queue", flat=True)) == ["soon", "now"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.c": (550, b"gone")}), "550 gone"),
        (smtplib.SMTPRecipientsRefused({"a@b.c": (450, b"greylisted")}), ""),
        (smtplib.SMTPDataError(554, b"spam"), "554 spam"),
        (smtplib.SMTPDataError(451, b"later"), ""),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), ""),  # ours to mend
        (smtplib.SMTPSenderRefused(553, b"not yours", "shop@x.y"), ""),
        (smtplib.SMTPServerDisconnected("gone"), ""),
        (TimeoutError(), ""),
    ],
)
def test_which_refusals_are_for_good(error, said):
    assert refused_for_good(error) == said
