"""The search backend on PostgreSQL."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.http import urlencode

from catalog.models import Brand, Category
from catalog.queries.cards import card_products, cards_in_order
from catalog.queries.facets import chosen_facets
from catalog.queries.listing import make_page, page_count
from catalog.queries.selection import ListingQuery
from catalog.queries.window import Filters, read_window
from catalog.search.page import SearchPage


@dataclass(frozen=True)
class Found:
    text: str

    def rows(self, filters: Filters, limit: int) -> tuple[str, list]:
        condition, parameters = filters.sql("p")
        return (
            "SELECT p.id AS product_id, p.price, p.stock_band, p.facet_ids FROM catalog_product p, "
            "plainto_tsquery('shop', %s) q WHERE p.search @@ q AND p.status = 'published'"
            f"{condition} ORDER BY ts_rank(p.search, q) DESC, p.popularity DESC LIMIT %s",
            [self.text, *parameters, limit],
        )


class PostgresSearch:
    def search(self, text: str, query: ListingQuery) -> SearchPage:
        chosen = chosen_facets(query.facets)
        query = replace(query, text=text, after=None, facets={one.code: query.facets[one.code] for one in chosen})
        window = read_window(Found(text), Filters.of(query, chosen), query.page)
        pages = page_count(query, window)
        page = make_page(query, window, products=cards_in_order(window.product_ids), pages=pages)
        return SearchPage(**vars(page), text=text)

    def suggest(self, prefix: str) -> list[dict]:
        prefix = " ".join(prefix.split())[:80]
        if len(prefix) < 2:
            return []
        categories = Category.objects.filter(is_active=True, name__istartswith=prefix)[:2]
        brands = Brand.objects.filter(name__istartswith=prefix)[:2]
        products = card_products().filter(search=prefix).order_by("-popularity", "-pk")[:6]
        search_url = reverse("catalog:search")
        return [
            *({"kind": "category", "text": one.name, "url": one.get_absolute_url()} for one in categories),
            *(
                {"kind": "brand", "text": one.name, "url": f"{search_url}?{urlencode({'q': one.name})}"}
                for one in brands
            ),
            *({"kind": "product", "text": one.title, "url": one.get_absolute_url()} for one in products),
        ]
