"""The home page."""

from dataclasses import dataclass

from django.db.models import F
from django.db.models.expressions import RawSQL

from catalog.models import Category, Product
from catalog.queries.cards import card_products
from catalog.queries.navigation import navigation

SHOWN = 12
CATEGORIES_SHOWN = 12

# The newest of every top-level category, then the newest of those: a few heads of one index.
NEWEST_SQL = f"""
    SELECT product_id FROM (
        SELECT DISTINCT newest.product_id, newest.created_at
        FROM catalog_category c CROSS JOIN LATERAL (
            SELECT l.product_id, l.created_at FROM catalog_listing l WHERE l.category_id = c.id
            ORDER BY l.created_at DESC, l.product_id DESC LIMIT {SHOWN}) newest
        WHERE c.depth = 1 AND c.is_active
        ORDER BY newest.created_at DESC, newest.product_id DESC LIMIT {SHOWN}) n"""


@dataclass(frozen=True)
class HomePage:
    popular: list[Product]
    newest: list[Product]
    on_sale: list[Product]
    categories: list[Category]


def home_page() -> HomePage:
    """Heads of indexes only. Four queries, all kept: popular, newest, on sale, categories."""
    by_popularity = card_products().order_by("-popularity", "-pk")
    newest = card_products().filter(pk__in=RawSQL(NEWEST_SQL, [])).order_by("-created_at", "-pk")
    return HomePage(
        popular=list(by_popularity[:SHOWN].cache("lists", "cards", own_keys=True)),
        newest=list(newest[:SHOWN].cache("lists", "cards", "menu", own_keys=True)),
        on_sale=list(by_popularity.filter(price__lt=F("list_price"))[:SHOWN].cache("lists", "cards", own_keys=True)),
        categories=navigation().menu[:CATEGORIES_SHOWN],
    )
