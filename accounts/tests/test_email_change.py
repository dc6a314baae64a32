"""Another e-mail address: nothing changes until the new one has confirmed, for who asked, once, in time."""

import re
import time
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.email_change import SECONDS, make_token
from accounts.models import Customer

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"
NEW = "ann@new.example"


@pytest.fixture
def ann(client):
    customer = Customer.objects.create_user("ann@example.com", PASSWORD, name="Ann Lee")
    client.force_login(customer)
    return customer


def ask(client, **changed):
    return client.post(reverse("accounts:email"), {"email": NEW, "password": PASSWORD} | changed)


def link_for(customer, email=NEW) -> str:
    return reverse("accounts:email_confirm", args=[make_token(customer, email)])


def email_of(customer) -> str:
    return Customer.objects.get(pk=customer.pk).email


def test_the_new_address_gets_a_link_and_the_old_one_a_notice(client, ann, run_tasks):
    assert ask(client).url == reverse("accounts:show")
    run_tasks()
    link, notice = sorted(mail.outbox, key=lambda message: message.to != [NEW])
    assert (link.to, notice.to, email_of(ann)) == ([NEW], ["ann@example.com"], "ann@example.com")
    assert NEW not in notice.body and "a…@new.example" in notice.body
    path = re.search(r"http://testserver(/\S+)", link.body)[1]
    assert path not in notice.body
    page = client.get(path)
    assert page.status_code == 200 and email_of(ann) == "ann@example.com"  # a mail program may look at it first
    assert client.post(path).url == reverse("accounts:show")
    assert email_of(ann) == NEW


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"password": "wrong"}, "password"),
        ({"password": ""}, "password"),
        ({"email": "ANN@example.com"}, "email"),
        ({"email": "no address"}, "email"),
        ({"email": "x@example.com\r\nBcc: all@example.com"}, "email"),
    ],
)
def test_what_is_wrong_sends_nothing(client, ann, run_tasks, changed, field):
    assert ask(client, **changed).context["form"].errors[field]
    run_tasks()
    assert mail.outbox == []


def test_a_link_works_once_even_after_a_change_back(client, ann):
    first = link_for(ann)
    client.post(first)
    client.post(link_for(Customer.objects.get(), "ann@example.com"))
    assert email_of(ann) == "ann@example.com"
    assert client.post(first).status_code == 410
    assert email_of(ann) == "ann@example.com"


def test_a_link_grows_too_old(client, ann, monkeypatch):
    path, asked_at = link_for(ann), time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: asked_at + SECONDS + 5)
    assert client.post(path).status_code == 410 and email_of(ann) == "ann@example.com"


@pytest.mark.parametrize("change", ["password", "email", "sessions", "garbage"])
def test_a_link_is_void_when_the_account_has_changed(client, ann, change):
    path = link_for(ann)
    if change == "password":
        ann.set_password("another long pass phrase")
        ann.save()
    elif change == "email":
        Customer.objects.update(email="other@example.com")
    elif change == "sessions":
        ann.end_sessions()
    else:
        path = path[:-3] + "xx/"
    client.force_login(Customer.objects.get())
    before = email_of(ann)
    answer = client.post(path)
    assert answer.status_code == 410 and "used already" in answer.content.decode()
    assert email_of(ann) == before


def test_a_link_overtaken_before_it_was_mailed_is_not_mailed(client, ann, run_tasks):
    ask(client)
    Customer.objects.get().end_sessions()
    run_tasks()
    assert [message.to for message in mail.outbox] == [["ann@example.com"]]


def test_a_link_is_of_use_to_its_own_customer_alone(ann):
    mallory = Customer.objects.create_user("mallory@example.com", PASSWORD)
    path, stranger, other = link_for(ann), Client(), Client()
    assert stranger.post(path).url == f"{reverse('accounts:login')}?next={quote(path)}"
    other.force_login(mallory)
    page = other.post(path)
    assert page.status_code == 410 and "belongs to another account" in page.content.decode()
    assert NEW not in page.content.decode() and ann.email not in page.content.decode()
    assert (email_of(ann), email_of(mallory)) == ("ann@example.com", "mallory@example.com")


def test_an_address_taken_meanwhile_is_told_to_its_owner(client, ann):
    path = link_for(ann)
    Customer.objects.create_user(NEW.upper(), PASSWORD)
    answer = client.post(path)
    assert answer.status_code == 410 and "Another account has this address meanwhile" in answer.content.decode()
    assert email_of(ann) == "ann@example.com"


def test_whether_an_address_has_an_account_is_told_by_mail_alone(client, ann, run_tasks):
    ask(client)
    told = client.get(reverse("accounts:show")).content.decode()
    Customer.objects.create_user("bo@new.example", PASSWORD, name="Bo")
    ask(client, email="bo@new.example")
    assert client.get(reverse("accounts:show")).content.decode().count("We have sent a link") == told.count(
        "We have sent"
    )
    run_tasks()
    assert sorted(message.to[0] for message in mail.outbox) == [
        "ann@example.com", "ann@example.com", NEW, "bo@new.example"
    ]  # fmt: skip
    assert not any("/account/email/" in message.body for message in mail.outbox if message.to == ["bo@new.example"])


@pytest.mark.reads_primary("deletes the session that has ended")
def test_a_new_address_ends_the_other_sessions(client, ann):
    elsewhere = Client()
    elsewhere.force_login(ann)
    client.post(link_for(ann))
    assert client.get(reverse("accounts:show")).status_code == 200
    assert elsewhere.get(reverse("accounts:show")).status_code == 302


@pytest.mark.reads_primary("deletes the session that has ended")
def test_log_out_everywhere_ends_all_and_says_so(client, ann):
    elsewhere = Client()
    elsewhere.force_login(ann)
    answer = client.post(reverse("accounts:logout_everywhere"))
    assert "signed out everywhere" in client.get(answer.url).content.decode()
    assert answer["Clear-Site-Data"] == '"cache"'
    for browser in (client, elsewhere):
        assert browser.get(reverse("accounts:show")).status_code == 302
    client.force_login(Customer.objects.get())
    assert client.get(reverse("accounts:show")).status_code == 200


def test_log_out_everywhere_is_no_link_and_no_strangers(client, ann):
    path = reverse("accounts:logout_everywhere")
    assert client.get(path).status_code == 405
    assert Client().post(path).url == f"{reverse('accounts:login')}?next={path}"
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(ann)
    assert forged.post(path, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 403
    assert Customer.objects.get().sessions_ended == 0
