"""Staff look at every mail; nobody else does, and looking writes nothing."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Customer
from shop.mail.registry import MAILS

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    client = Client()
    client.force_login(Customer.objects.create_user("staff@example.com", "a phrase of staff", is_staff=True))
    return client


def test_every_mail_is_listed(staff):
    page = staff.get(reverse("mail:list")).content.decode()
    assert all(reverse("mail:show", args=[name]) in page for name in MAILS)


def test_a_mail_is_shown_as_text_and_in_a_frame_that_can_do_nothing(staff):
    page = staff.get(reverse("mail:show", args=["welcome"])).content.decode()
    assert "Welcome to Matryoshka" in page
    frame = re.search(r'<iframe[^>]*src="([^"]+)"[^>]*sandbox="([^"]+)"', page)
    assert "allow-scripts" not in frame[2]
    assert "allow-same-origin" not in frame[2]
    framed = staff.get(frame[1])
    assert b"Hello Ann," in framed.content
    policy = framed["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy.replace("allow-scripts", "!")
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in framed["Cache-Control"]


def test_the_rest_of_the_shop_keeps_its_own_policy(staff):
    page = staff.get(reverse("mail:show", args=["welcome"]))
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["", "welcome/", "welcome/html/", "welcome/attachments/0/"])
def test_others_are_sent_to_the_log_in(path):
    client = Client()
    client.force_login(Customer.objects.create_user("ann@example.com", "a long enough pass phrase"))
    for visitor in (Client(), client):
        answer = visitor.get(reverse("mail:list") + path)
        assert answer.status_code == 302
        assert "/login/" in answer.url


@pytest.mark.parametrize("path", ["nothing/", "nothing/html/", "nothing/attachments/0/", "welcome/attachments/9/"])
def test_what_there_is_not_is_not_found(staff, path):
    assert staff.get(reverse("mail:list") + path).status_code == 404


def test_an_odd_language_is_the_shops_own(staff):
    answer = staff.get(reverse("mail:show", args=["welcome"]), {"language": "../../etc/passwd"})
    assert answer.context["letter"].language == "en"
