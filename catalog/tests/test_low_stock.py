"""What is running out is reported daily to who may change stock."""

import csv
import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command

from accounts.models import Customer
from catalog.back_in_stock import ask
from catalog.low_stock import LowVariant, as_csv, low_stock, report, who_restock
from catalog.models import Product, Stock, Variant
from catalog.tasks import report_low_stock
from shop.tasks.row import TaskRow

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"


@pytest.fixture
def shelf():
    """By SKU: EMPTY, LAST (3, of which 2 are reserved), FULL; each of its own product, the later the better known."""
    for popularity, (sku, on_hand, reserved) in enumerate([("EMPTY", 0, 0), ("LAST", 3, 2), ("FULL", 9, 0)]):
        product = Product.objects.create(title=sku.title(), slug=sku.lower(), status="published", popularity=popularity)
        variant = Variant.objects.create(product=product, sku=sku, options={"size": "M", "colour": "Red"})
        Stock.objects.create(variant=variant, on_hand=on_hand, reserved=reserved)
    return {variant.sku: variant for variant in Variant.objects.all()}


@pytest.fixture
def editor():
    return Customer.objects.create_superuser("editor@example.com", PASSWORD)


def test_what_is_low_the_best_known_first(shelf):
    ask(shelf["EMPTY"].pk, "ann@example.com")
    last = LowVariant("LAST", "Last", "M, Red", available=1, reserved=2, few_below=5, asked_for_by=0)
    empty = LowVariant("EMPTY", "Empty", "M, Red", available=0, reserved=0, few_below=5, asked_for_by=1)
    assert low_stock() == [last, empty]
    assert low_stock(1)[0].sku == "LAST"


@pytest.mark.parametrize("gone", [{"is_active": False}, {"product__status": "archived"}])
def test_what_is_not_offered_is_not_low(shelf, gone):
    if "is_active" in gone:
        Variant.objects.update(is_active=False)
    else:
        Product.objects.update(status="archived")
    assert low_stock() == []


def test_each_variant_has_its_own_threshold(shelf):
    Stock.objects.filter(variant=shelf["FULL"]).update(few_below=20)
    Stock.objects.filter(variant=shelf["LAST"]).update(few_below=1)
    assert [one.sku for one in low_stock()] == ["FULL", "EMPTY"]


def test_no_title_is_a_formula():
    line = LowVariant("=1+1", '@SUM("a")', "-2", -3, 0, 5, 0)
    assert list(csv.reader(io.StringIO(as_csv([line]))))[1][:4] == ["'=1+1", '\'@SUM("a")', "'-2", "-3"]


def test_only_staff_who_may_change_stock(editor):
    may = Permission.objects.get(codename="change_stock")
    group = Group.objects.create(name="Warehouse")
    group.permissions.add(may)
    people = {name: Customer.objects.create_user(f"{name}@example.com", PASSWORD, is_staff=True) for name in "abcd"}
    people["a"].user_permissions.add(may)
    people["b"].groups.add(group)
    people["c"].user_permissions.add(may)
    Customer.objects.filter(pk=people["c"].pk).update(is_active=False)
    shopper = Customer.objects.create_user("shopper@example.com", PASSWORD)
    shopper.user_permissions.add(may)
    assert [one.email for one in who_restock()] == ["editor@example.com", "a@example.com", "b@example.com"]


def test_mailed_once_a_day_with_the_whole_list(shelf, editor, run_tasks):
    report_low_stock()
    report_low_stock()
    run_tasks()
    [message] = mail.outbox
    assert message.subject == "2 variants are running out" and "LAST: Last" in message.body
    name, content, kind = message.attachments[0]
    assert (name, kind) == ("low-stock.csv", "text/csv") and len(content.splitlines()) == 3


def test_nothing_low_no_mail(editor, run_tasks):
    assert report("today") == 0
    assert not TaskRow.objects.exists()


def test_the_command(shelf, editor, capsys, run_tasks):
    call_command("low_stock", most=1)
    assert [row[0] for row in csv.reader(capsys.readouterr().out.splitlines())] == ["sku", "LAST"]
    call_command("low_stock", "--mail")
    run_tasks()
    assert len(mail.outbox) == 1
