"""What should be ordered anew: variants for sale of which fewer are left than the shop calls few."""

import csv
import io
from dataclasses import astuple, dataclass, fields

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Exists, OuterRef, Q

from shop.mail import send_mail_later

MOST = 200  # what somebody can work through in a day; the best known first

# Few left and sold out are exactly the bands below `few_below` (catalog_set_bands).
LOW = """
SELECT v.sku, p.title, coalesce((SELECT string_agg(value, ', ') FROM jsonb_each_text(v.options)), ''),
       s.on_hand - s.reserved, s.reserved, s.few_below,
       (SELECT count(*) FROM catalog_stockalert a WHERE a.variant_id = v.id AND a.told_at IS NULL)
FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id JOIN catalog_stock s ON s.variant_id = v.id
WHERE v.is_active AND v.stock_band < 2 AND p.status = 'published'
ORDER BY p.popularity DESC, p.id DESC, v.sku LIMIT %s
"""


@dataclass(frozen=True)
class LowVariant:
    """`available` may be promised, `reserved` is; `asked_for_by`: who wait to be told that it is back."""

    sku: str
    title: str
    options: str
    available: int
    reserved: int
    few_below: int
    asked_for_by: int


def low_stock(most: int = MOST) -> list[LowVariant]:
    """The most popular products' first, `most` at the most."""
    with connection.cursor() as cursor:
        cursor.execute(LOW, [most])
        return [LowVariant(*row) for row in cursor.fetchall()]


def as_csv(variants: list[LowVariant]) -> str:
    """For a spreadsheet; no cell of it is a formula, whatever a product is called."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(field.name for field in fields(LowVariant))
    for variant in variants:
        table.writerow(harmless(value) for value in astuple(variant))
    return text.getvalue()


def harmless(value):
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def who_restock():
    """Staff who may change stock: what they order is their own affair."""
    may = Permission.objects.filter(codename="change_stock", content_type__app_label="catalog")
    own, groups = may.filter(user=OuterRef("pk")), may.filter(group__user=OuterRef("pk"))
    staff = get_user_model().objects.filter(is_active=True, is_staff=True)
    return staff.filter(Q(is_superuser=True) | Exists(own) | Exists(groups)).order_by("pk")


def report(day: str) -> int:
    """Asks for a mail to each of them; returns how many. `day` names the report: twice the same is once."""
    staff = who_restock() if low_stock(1) else []
    return sum(
        send_mail_later("low-stock", to=one.email, language=settings.LANGUAGE_CODE, key=f"low-stock {day} {one.pk}")
        for one in staff
    )
