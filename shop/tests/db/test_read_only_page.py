"""What a visitor sees while nothing can be written: a kind page, 503, and when to come again."""

import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.urls import path

from shop.db.faults import PrimaryAway, PrimaryBusy

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
READ_ONLY, UNAVAILABLE = "You can look, but not buy for a moment", "We will be right back"


def primary_away(request):
    raise PrimaryAway("No PostgreSQL server takes writes at the moment.")


def primary_busy(request):
    raise PrimaryBusy("All replicas are gone.")


def wrapped(request):
    """As a library would: its own error, with the database's as the cause."""
    try:
        primary_away(request)
    except OperationalError as error:
        raise ValueError("could not save the session") from error


def on_a_replica(request):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
    Group.objects.create(name="refused")
    return HttpResponse()


def wrong(request):
    raise ValueError("a fault of ours")


VIEWS = [primary_away, primary_busy, wrapped, on_a_replica, wrong]
urlpatterns = [path(f"{view.__name__}/", view) for view in VIEWS]
handler500 = "shop.errors.server_error"


@pytest.fixture
def visitor(client):
    client.raise_request_exception = False
    return client


@pytest.mark.reads_primary("these views are about a primary that is away")
class TestThePage:
    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("name", ["primary_away", "wrapped", "on_a_replica"])
    def test_nothing_can_be_saved(self, visitor, method, name):
        answer = getattr(visitor, method)(f"/{name}/")
        assert answer.status_code == 503
        assert answer["Retry-After"] == "5"
        assert answer["Cache-Control"] == "private, no-store"
        assert READ_ONLY in answer.content.decode()
        assert answer["X-Request-ID"] in answer.content.decode()

    def test_a_page_that_could_not_be_read_says_so(self, visitor):
        answer = visitor.get("/primary_busy/")
        assert answer.status_code == 503
        assert answer["Retry-After"] == "5"
        assert UNAVAILABLE in answer.content.decode()

    def test_a_form_that_met_it_was_not_saved(self, visitor):
        assert READ_ONLY in visitor.post("/primary_busy/").content.decode()

    def test_no_other_fault_hides_behind_it(self, visitor):
        assert visitor.get("/wrong/").status_code == 500
