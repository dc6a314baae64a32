"""The position of a visitor's last write, in a signed cookie."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.signing import Signer
from django.db import OperationalError, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from shop.db import pin, position, visit
from shop.db.pin import COOKIE, UNKNOWN, pinned_position, set_pin
from shop.db.visit import Visit, begin_visit, end_visit

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def save(request):
    Group.objects.create(name="saved")
    return HttpResponse("saved")


def look(request):
    return HttpResponse(f"{request.visit.position} {request.visit.why} {Group.objects.count()}")


urlpatterns = [path("save/", save), path("look/", look)]


def request_with(value):
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = value
    return request


@pytest.fixture(autouse=True)
def real_positions(monkeypatch, primary_guard):
    monkeypatch.setattr(pin, "current_position", visit.current_position)


def end_of_log(connection) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()")
        return position.parse(cursor.fetchone()[0])


def test_a_write_pins_its_visitor_to_where_the_log_then_ended(client, another):
    before = end_of_log(another)
    answer = client.post("/save/")
    reached = pinned_position(request_with(answer.cookies[COOKIE].value))
    assert 0 < before <= reached <= end_of_log(another)
    assert client.get("/look/").content.decode().startswith(f"{reached} pinned")


def test_a_commit_counts_as_a_write_whatever_was_said_in_it(as_default):
    """A SELECT may call a function that writes; that is not seen in its words."""
    visit = Visit()
    begin_visit(visit)
    with transaction.atomic(), as_default.cursor() as cursor:
        cursor.execute("SELECT 1")
        transaction.set_rollback(True)
    assert not visit.wrote
    with transaction.atomic(), as_default.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert visit.wrote
    end_visit()


@pytest.mark.parametrize(
    ("method", "unsafe"),
    [("get", False), ("head", False), ("options", False), ("post", True), ("put", True), ("delete", True)],
)
def test_what_is_meant_to_write_reads_the_primary_from_the_start(client, method, unsafe):
    assert getattr(client, method)("/look/").wsgi_request.visit.unsafe is unsafe


def test_who_only_looks_gets_none(client):
    assert COOKIE not in client.get("/look/").cookies
    assert COOKIE not in client.post("/look/").cookies


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookies_flags(settings, secure):
    settings.SESSION_COOKIE_SECURE = secure
    response = HttpResponse()
    set_pin(response)
    cookie = response.cookies[COOKIE]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert bool(cookie["secure"]) is secure
    assert timedelta(seconds=cookie["max-age"]) >= timedelta(seconds=settings.REPLICA_LAG_SECONDS)


def test_the_cookie_outlives_every_lag_that_keeps_a_node_in_rotation(settings):
    assert settings.REPLICA_LAG_SECONDS < pin.COOKIE_SECONDS


def test_a_forged_one_counts_for_nothing():
    """It would send every read of its maker to the primary."""
    assert pinned_position(request_with(f"{UNKNOWN:x}:made-up-signature")) == 0
    assert pinned_position(request_with(Signer(salt="another").sign("ff"))) == 0
    genuine = Signer(salt="shop.db.pin").sign("ff")
    assert pinned_position(request_with(genuine)) == 255
    assert pinned_position(request_with(genuine.replace("ff", "fff", 1))) == 0


@pytest.mark.parametrize("garbage", ["", "ff", ":", "x" * 5000, "\x00", "ÿ:ÿ", "null", "ff:"])
def test_garbage_counts_for_nothing(garbage):
    assert pinned_position(request_with(garbage)) == 0


@pytest.mark.parametrize("signed", ["", "xyz", "-", "1.5"])
def test_signed_garbage_counts_for_nothing(signed):
    assert pinned_position(request_with(Signer(salt="shop.db.pin").sign(signed))) == 0


def test_switched_off_nobody_is_pinned(settings):
    settings.PIN = False
    assert pinned_position(request_with(Signer(salt="shop.db.pin").sign("ff"))) == 0


def test_a_write_whose_position_is_unknown_pins_to_the_primary_for_a_while(settings, another, monkeypatch):
    """The commit was acknowledged, and then the primary went: nothing older than it may be shown."""
    another.close()
    monkeypatch.setitem(another.settings_dict, "PORT", 1)  # refused, really
    monkeypatch.setattr(visit, "connections", {"default": another})
    with pytest.raises(OperationalError):
        another.ensure_connection()
    response = HttpResponse()
    set_pin(response)
    cookie = response.cookies[COOKIE]
    assert pinned_position(request_with(cookie.value)) == UNKNOWN
    assert cookie["max-age"] == 2 * settings.REPLICA_LAG_SECONDS
