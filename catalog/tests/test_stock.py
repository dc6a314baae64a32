"""Stock moves whole orders or nothing, and every change of it is a movement."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from catalog import consistency, stock
from catalog.models import Product, Stock, StockMovement, Variant

pytestmark = pytest.mark.django_db


@pytest.fixture
def variants():
    product = Product.objects.create(title="Lamp", slug="lamp", status="published")
    made = [Variant.objects.create(product=product, sku=f"LAMP-{number}") for number in range(3)]
    Stock.objects.bulk_create([Stock(variant=variant, on_hand=5) for variant in made])
    return made


def level(variant) -> tuple[int, int]:
    return Stock.objects.values_list("on_hand", "reserved").get(pk=variant.pk)


def test_reserved_sold_and_taken_back(variants):
    lamp = variants[0]
    stock.reserve([(lamp.pk, 2)], "order A")
    assert level(lamp) == (5, 2)
    stock.release([(lamp.pk, 1)], "order A")
    stock.sell([(lamp.pk, 1)], "order A")
    assert level(lamp) == (4, 0)
    stock.take_back([(lamp.pk, 1)], "return A")
    assert level(lamp) == (5, 0)
    reasons = StockMovement.objects.filter(variant_id=lamp.pk).order_by("id").values_list("reason", flat=True)
    assert list(reasons) == ["", "order A", "order A", "order A", "return A"]


def test_a_line_that_is_short_takes_the_whole_order_back(variants):
    one, other, last = variants
    with pytest.raises(stock.Short) as short, transaction.atomic():
        stock.reserve([(one.pk, 5), (other.pk, 6), (last.pk, 7)], "too much")
    assert short.value.variants == [other.pk, last.pk]
    assert [level(variant) for variant in variants] == [(5, 0)] * 3


def test_two_lines_of_one_variant_count_together(variants):
    with pytest.raises(stock.Short), transaction.atomic():
        stock.reserve([(variants[0].pk, 3), (variants[0].pk, 3)], "twice")
    stock.reserve([(variants[0].pk, 2), (variants[0].pk, 3)], "twice")
    assert level(variants[0]) == (5, 5)


def test_a_variant_without_stock_is_short(variants):
    bare = Variant.objects.create(product=variants[0].product, sku="BARE")
    with pytest.raises(stock.Short), transaction.atomic():
        stock.reserve([(bare.pk, 1)], "none")


def test_no_more_is_released_than_was_reserved(variants):
    stock.reserve([(variants[0].pk, 1)], "one")
    with pytest.raises(stock.Short), transaction.atomic():
        stock.release([(variants[0].pk, 2)], "two")


def test_the_database_itself_refuses_to_oversell(variants):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_stock SET reserved = on_hand + 1")


def test_movements_add_up_however_stock_was_written(variants):
    Stock.objects.filter(pk=variants[0].pk).update(on_hand=9)
    variants[1].stock.delete()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_stock SET on_hand = on_hand + 1, reserved = 1")
    for variant in variants:
        sums = StockMovement.objects.filter(variant_id=variant.pk).aggregate(a=Sum("on_hand"), b=Sum("reserved"))
        left = Stock.objects.filter(pk=variant.pk).values_list("on_hand", "reserved").first()
        assert (sums["a"], sums["b"]) == (left or (0, 0))


def test_movements_lie_in_this_months_partition(variants):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableoid::regclass::text FROM catalog_stockmovement")
        assert [name for (name,) in cursor.fetchall()] != ["catalog_stockmovement_rest"]


def test_the_check_finds_and_repairs_movements_that_do_not_add_up(variants):
    check = next(check for check in consistency.CHECKS if check.name == "stock movements")
    assert consistency.run(check, repair=False).wrong == []
    StockMovement.objects.filter(variant_id=variants[1].pk).update(on_hand=4)
    assert consistency.run(check, repair=False).wrong == [variants[1].pk]
    assert consistency.run(check, repair=True).left == 0
