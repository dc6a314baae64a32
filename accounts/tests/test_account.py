"""Making an account, changing it, and getting back into it."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Customer

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"
NEW_PASSWORD = "another long pass phrase"


@pytest.fixture
def ann():
    return Customer.objects.create_user("ann@example.com", PASSWORD, name="Ann Lee")


class TestSignUp:
    def sign_up(self, client, **changed):
        fields = {"name": "Bo", "email": "Bo@Example.com", "password": PASSWORD} | changed
        return client.post(reverse("accounts:signup"), fields)

    def test_signs_the_new_customer_in(self, client):
        assert self.sign_up(client, next="/cart/").url == "/cart/"
        customer = Customer.objects.get()
        assert client.session["_auth_user_id"] == str(customer.pk)
        assert customer.check_password(PASSWORD) and not customer.is_staff

    @pytest.mark.parametrize("password", ["short", "1234567890", "bo@example.com", ""])
    def test_refuses_a_weak_password(self, client, password):
        answer = self.sign_up(client, password=password)
        assert answer.context["form"].errors["password"]
        assert not Customer.objects.exists()

    def test_grants_nothing_that_was_not_asked_for(self, client):
        self.sign_up(client, is_staff="on", is_superuser="on")
        assert not Customer.objects.filter(is_staff=True).exists()

    def test_whether_the_address_has_an_account_is_told_by_mail_alone(self, client, run_tasks):
        Customer.objects.create_user("bo@example.com", PASSWORD, name="The first Bo")
        answer = self.sign_up(client, email="BO@example.com")
        page = client.get(answer.url).content.decode()
        assert answer.url == reverse("accounts:signup_sent") and "We have sent a mail" in page
        assert Customer.objects.get().check_password(PASSWORD) and "_auth_user_id" not in client.session
        run_tasks()
        assert [message.to for message in mail.outbox] == [["bo@example.com"]]
        assert "You have an account" in mail.outbox[0].alternatives[0][0] and "The first Bo" not in page

    def test_a_new_customer_is_welcomed(self, client, run_tasks):
        self.sign_up(client)
        run_tasks()
        assert [(message.to, message.subject) for message in mail.outbox] == [
            (["Bo@example.com"], "Welcome to Matryoshka")
        ]

    @pytest.mark.parametrize("known", [True, False])
    def test_a_password_is_hashed_in_either_case(self, client, monkeypatch, known):
        """What takes the time; so it tells nothing."""
        if known:
            Customer.objects.create_user("bo@example.com", PASSWORD)
        hashed = []
        original = MD5PasswordHasher.encode
        monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or original(*args))
        self.sign_up(client)
        assert len(hashed) == 1

    def test_nobody_sets_anothers_password_by_signing_up(self, client):
        Customer.objects.create_user("bo@example.com", PASSWORD)
        self.sign_up(client, password=NEW_PASSWORD)
        assert not Customer.objects.get().check_password(NEW_PASSWORD)


class TestDetails:
    def test_the_name_changes_and_nothing_else(self, client, ann):
        client.force_login(ann)
        fields = {"name": "Ann Other", "email": "new@example.com", "is_staff": "on", "password": NEW_PASSWORD}
        client.post(reverse("accounts:show"), fields)
        ann.refresh_from_db()
        assert (ann.name, ann.email, ann.is_staff) == ("Ann Other", "ann@example.com", False)
        assert ann.check_password(PASSWORD)


class TestPassword:
    @pytest.mark.reads_primary("deletes the session that a changed password has ended")
    def test_a_change_signs_other_devices_out(self, client, ann):
        from django.test import Client

        elsewhere = Client()
        elsewhere.force_login(ann)
        client.force_login(ann)
        fields = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
        assert client.post(reverse("accounts:password_change"), fields).url == reverse("accounts:show")
        assert client.get(reverse("accounts:show")).status_code == 200
        assert elsewhere.get(reverse("accounts:show")).status_code == 302

    def test_a_change_is_told_by_mail(self, client, ann, run_tasks):
        client.force_login(ann)
        fields = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
        client.post(reverse("accounts:password_change"), fields)
        run_tasks()
        assert [(message.to, message.subject) for message in mail.outbox] == [
            (["ann@example.com"], "Your password at Matryoshka was changed")
        ]

    @pytest.mark.reads_primary("keeps the link's token in a session before it shows the form")
    def test_a_mailed_link_sets_a_new_one_once(self, client, ann, run_tasks):
        client.post(reverse("accounts:password_reset"), {"email": "ANN@example.com"})
        run_tasks()
        assert mail.outbox[0].to == [ann.email]
        link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body).group(1)
        form = client.get(link).url
        fields = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
        assert client.post(form, fields).url == reverse("accounts:login")
        ann.refresh_from_db()
        assert ann.check_password(NEW_PASSWORD)
        assert b"used already" in client.get(link).content

    def test_the_link_leads_to_the_shop_whatever_host_was_claimed(self, client, ann, settings, run_tasks):
        settings.ALLOWED_HOSTS = ["*"]
        settings.SITE_URL = "https://shop.example"
        client.post(
            reverse("accounts:password_reset"),
            {"email": ann.email},
            headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
        )
        run_tasks()
        assert "https://shop.example/account/" in mail.outbox[0].body
        assert "evil.example" not in mail.outbox[0].body + mail.outbox[0].subject

    def test_an_unknown_address_gets_the_same_answer_and_no_mail(self, client, ann, run_tasks):
        path, sent = reverse("accounts:password_reset"), reverse("accounts:password_reset_done")
        answers, statements = [], []
        for email in ("no@example.com", ann.email):
            with CaptureQueriesContext(connection) as seen:
                answers.append(client.post(path, {"email": email}))
            statements.append([re.search(r"\b[A-Z]{4,}\b", query["sql"])[0] for query in seen.captured_queries])
        assert {(answer.status_code, answer.url) for answer in answers} == {(302, sent)}
        assert statements == [["INSERT"], ["INSERT"]]  # so neither takes longer
        run_tasks()
        assert len(mail.outbox) == 1

    def test_an_address_gets_one_link_a_minute(self, client, ann, run_tasks, monkeypatch):
        monkeypatch.setattr("accounts.forms.time.time", lambda: 1000.0)
        for email in ("ann@example.com", "ANN@example.com", "ann@example.com"):
            client.post(reverse("accounts:password_reset"), {"email": email})
        monkeypatch.setattr("accounts.forms.time.time", lambda: 1060.0)
        client.post(reverse("accounts:password_reset"), {"email": "ann@example.com"})
        run_tasks()
        assert len(mail.outbox) == 2

    @pytest.mark.parametrize("changed", [{"is_active": False}, {"password": "!unusable"}])
    def test_who_may_not_log_in_gets_no_link(self, client, ann, run_tasks, changed):
        Customer.objects.filter(pk=ann.pk).update(**changed)
        client.post(reverse("accounts:password_reset"), {"email": ann.email})
        run_tasks()
        assert not mail.outbox
