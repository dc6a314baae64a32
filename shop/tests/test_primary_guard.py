"""The guard of conftest.py: which pages it lets pass and which it fails."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import path

from shop.db.router import reader
from shop.tests.primary_guard import PrimaryTouched

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def routed(request):
    names = list(ContentType.objects.order_by("pk").values_list("model", flat=True)[:3])
    with reader().cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_content_type")
        return HttpResponse(f"{names} {cursor.fetchone()}")


def related(request):
    """What was read from a replica reads on from there."""
    kind = ContentType.objects.prefetch_related("permission_set").defer("app_label").first()
    return HttpResponse(f"{kind.app_label} {len(kind.permission_set.all())} {kind.permission_set.count()}")


def raw(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 42")
    return HttpResponse("raw")


def named(request):
    return HttpResponse(str(ContentType.objects.using("default").count()))


def in_a_transaction(request):
    with transaction.atomic():
        return HttpResponse(str(ContentType.objects.count()))


def in_an_empty_transaction(request):
    with transaction.atomic():
        return HttpResponse("connects to the primary for nothing")


def writing(request):
    ContentType.objects.filter(model="nothing").update(app_label="nowhere")
    return HttpResponse(str(ContentType.objects.count()))


VIEWS = [routed, related, raw, named, in_a_transaction, in_an_empty_transaction, writing]
urlpatterns = [path(f"{view.__name__}/", view) for view in VIEWS]


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("name", ["routed", "related"])
def test_a_page_that_reads_replicas_passes(client, name, method):
    assert getattr(client, method)(f"/{name}/").status_code == 200


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("raw", "SELECT 42"),
        ("named", "SELECT COUNT(*)"),
        ("in_a_transaction", "SAVEPOINT"),
        ("in_an_empty_transaction", "SAVEPOINT"),
        ("writing", "UPDATE"),
    ],
)
def test_a_page_that_touches_the_primary_fails_and_is_told_where(client, name, statement):
    with pytest.raises(PrimaryTouched, match=r"test_primary_guard\.py:\d+: ") as failure:
        client.get(f"/{name}/")
    assert statement in str(failure.value)


@pytest.mark.parametrize("name", ["raw", "in_a_transaction", "writing"])
def test_an_unsafe_method_may(client, name):
    assert client.post(f"/{name}/").status_code == 200


@pytest.mark.reads_primary("shows that a reason switches the guard off")
@pytest.mark.parametrize("name", ["raw", "named", "writing"])
def test_a_test_may_say_why_its_page_must(client, name):
    assert client.get(f"/{name}/").status_code == 200


def test_a_page_sees_what_its_test_has_written(client):
    ContentType.objects.create(app_label="shop", model="0only-in-this-transaction")
    before = ContentType.objects.count()
    assert f"({before},)" in client.get("/routed/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_around_the_test(client):
    assert client.get("/routed/").status_code == 200
    with pytest.raises(PrimaryTouched):
        client.get("/in_a_transaction/")
