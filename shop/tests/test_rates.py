"""Whoever does a thing too often is told to wait; whoever shares nothing with them is not."""

import random
import re
import time
import uuid
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory
from django.urls import reverse

from settings.environment import BASE_DIR
from shop.rates import TooMany, spend
from shop.rates.device import COOKIE
from shop.rates.redis import CountsInRedis
from shop.rates.who import address

DEAD = "redis://127.0.0.1:9/0"
PASSWORD = "a long enough pass phrase"


@pytest.fixture(autouse=True)
def real_rates(settings, monkeypatch):
    """As visitors meet them; and no window ends in the middle of a test."""
    settings.RATE_SCALE = 1
    now = time.time()
    monkeypatch.setattr("django_ratelimit.core.time", SimpleNamespace(time=lambda: now))


def somewhere() -> str:
    """An address that nothing was counted for."""
    return ".".join(str(random.randint(1, 254)) for _ in range(4))


def request_from(place: str, **headers):
    return RequestFactory().post("/", REMOTE_ADDR=place, headers=headers)


@pytest.mark.parametrize(
    ("remote", "known_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8::1", "2001:db8::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "unknown"),
    ],
)
def test_a_household_is_one_address(remote, known_as):
    assert address(request_from(remote)) == known_as


def test_each_limit_named_is_used_and_each_used_is_named(settings):
    apps = (path for app in ("accounts", "cart", "catalog", "checkout") for path in Path(BASE_DIR, app).rglob("*.py"))
    used = {name for path in apps for name in re.findall(r'(?:limited\(|spend\(\w+, )"([^"]+)"', path.read_text())}
    assert used == set(settings.RATES)


def test_headers_move_nobody_elsewhere(settings):
    settings.RATES = {"thing": {"address": "1/1h"}}
    place = somewhere()
    spend(request_from(place), "thing")
    for header in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP"):
        with pytest.raises(TooMany):
            spend(request_from(place, **{header: somewhere()}), "thing")
    spend(request_from(somewhere()), "thing")


def test_the_wait_is_what_is_left_of_the_time(settings):
    settings.RATES = {"thing": {"address": "1/1h"}}
    place = somewhere()
    spend(request_from(place), "thing")
    with pytest.raises(TooMany) as refused:
        spend(request_from(place), "thing")
    assert 1 <= refused.value.seconds <= 3600


def test_who_is_refused_by_their_address_uses_up_no_account(settings):
    settings.RATES = {"thing": {"address": "1/1h", "email": "2/1h"}}
    place, email = somewhere(), f"{uuid.uuid4().hex}@example.com"
    spend(request_from(place), "thing", email=email)
    for _ in range(5):
        with pytest.raises(TooMany):
            spend(request_from(place), "thing", email=email)
    spend(request_from(somewhere()), "thing", email=email.upper())


class TestStoreAway:
    """Each process counts for itself."""

    @pytest.fixture(autouse=True)
    def dead(self, settings, monkeypatch):
        settings.RATES = {"thing": {"address": "3/1h"}}
        away = CountsInRedis(DEAD, settings.CACHES["ratelimit"])
        monkeypatch.setattr("django_ratelimit.core.caches", {"ratelimit": away})

    def test_limits_go_on_and_nobody_is_locked_out(self):
        place = somewhere()
        for _ in range(3):
            spend(request_from(place), "thing")
        with pytest.raises(TooMany):
            spend(request_from(place), "thing")
        spend(request_from(somewhere()), "thing")


@pytest.mark.django_db
class TestAnswer:
    @pytest.fixture(autouse=True)
    def one(self, settings):
        settings.RATES = settings.RATES | {name: {"address": "1/1h"} for name in ("search", "suggestions", "cart")}

    def ask(self, path, **extra):
        client = Client(REMOTE_ADDR=somewhere())
        client.get(path, **extra)
        return client.get(path, **extra)

    def test_a_page_of_our_own_that_nobody_keeps(self):
        answer = self.ask("/search/?q=mug")
        assert answer.status_code == 429 and "try again in" in answer.content.decode()
        assert 0 < int(answer["Retry-After"]) <= 3600
        assert answer["Cache-Control"] == "private, no-store"
        assert "Surrogate-Control" not in answer and "Set-Cookie" not in answer and not answer.cookies

    def test_json_for_a_script(self):
        answer = self.ask("/search/suggest/?q=mug", headers={"Accept": "application/json"})
        assert answer.status_code == 429 and answer.json()["retry_after"] == int(answer["Retry-After"])

    def test_what_is_counted_for_one_is_no_others(self):
        assert self.ask("/search/?q=mug").status_code == 429
        assert Client(REMOTE_ADDR=somewhere()).get("/search/?q=mug").status_code == 200

    def test_a_change_too_often_changes_nothing(self):
        client = Client(REMOTE_ADDR=somewhere())
        assert client.post(reverse("cart:add"), {"variant": 1}).status_code == 404
        assert client.post(reverse("cart:add"), {"variant": 1}).status_code == 429
        assert client.get(reverse("cart:show")).status_code == 200  # reading is free


@pytest.mark.django_db
class TestLogIn:
    @pytest.fixture
    def email(self):
        from accounts.models import Customer

        email = f"{uuid.uuid4().hex}@example.com"
        Customer.objects.create_user(email, PASSWORD)
        return email

    def log_in(self, client, email, password="wrong"):
        return client.post(reverse("accounts:login"), {"username": email, "password": password})

    def test_a_thousand_guesses_from_one_place_try_ten_passwords(self, email, monkeypatch):
        tried, refused = [], []
        monkeypatch.setattr("accounts.models.Customer.check_password", lambda customer, raw: tried.append(raw) or False)
        request = request_from(somewhere())
        for number in range(1000):
            try:
                authenticate(request, username=email, password=f"guess {number}")
            except TooMany as too_many:
                refused.append(too_many)
        assert len(tried) == 10 and len(refused) == 990

    def test_the_eleventh_guess_is_told_to_wait(self, email):
        client = Client(REMOTE_ADDR=somewhere())
        assert [self.log_in(client, email).status_code for _ in range(11)] == [200] * 10 + [429]
        assert self.log_in(client, email, PASSWORD).status_code == 429  # right or wrong is not told either

    def test_many_accounts_from_one_place_are_one_count(self):
        client = Client(REMOTE_ADDR=somewhere())
        answers = [self.log_in(client, f"{uuid.uuid4().hex}@example.com").status_code for _ in range(35)]
        assert answers == [200] * 30 + [429] * 5

    def test_one_account_from_many_places_is_one_count_and_its_own_devices_go_on(self, email, settings):
        settings.RATES = settings.RATES | {"log-in": {"address": "30/5m", "email": "8/1h"}}
        own = Client(REMOTE_ADDR=somewhere())
        assert self.log_in(own, email, PASSWORD).status_code == 302
        assert own.cookies[COOKIE]["path"] == reverse("accounts:login") and own.cookies[COOKIE]["httponly"]
        answers = [self.log_in(Client(REMOTE_ADDR=somewhere()), email).status_code for _ in range(9)]
        assert answers.count(429) == 2  # the log-in itself was one of eight
        assert self.log_in(Client(REMOTE_ADDR=somewhere()), email, PASSWORD).status_code == 429
        assert self.log_in(own, email, PASSWORD).status_code == 302

    def test_a_device_of_another_account_is_a_stranger(self, email, settings):
        from accounts.models import Customer

        settings.RATES = settings.RATES | {"log-in": {"email": "2/1h"}}
        mallory = Client(REMOTE_ADDR=somewhere())
        Customer.objects.create_user(f"m-{email}", PASSWORD)
        self.log_in(mallory, f"m-{email}", PASSWORD)
        assert [self.log_in(mallory, email).status_code for _ in range(3)] == [200, 200, 429]
        mallory.cookies[COOKIE] = "made:up:cookie"
        assert self.log_in(mallory, email).status_code == 429

    def test_the_admins_door_is_the_same(self, email):
        client = Client(REMOTE_ADDR=somewhere())
        path, fields = reverse("admin:login"), {"username": email, "password": "wrong"}
        assert [client.post(path, fields).status_code for _ in range(11)] == [200] * 10 + [429]

    def test_resets_are_few_whether_or_not_there_is_an_account(self, email):
        path = reverse("accounts:password_reset")
        for typed in (email, f"no-{email}"):
            client = Client(REMOTE_ADDR=somewhere())
            assert [client.post(path, {"email": typed}).status_code for _ in range(6)] == [302] * 5 + [429]
