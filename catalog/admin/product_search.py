"""How editors find products: id, slug, SKU or words of the title, each through an index, at a million products."""

import re

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from catalog.models import Variant

MAX_WORDS = 8
MAX_SKUS = 200


def search_products(products: QuerySet, text: str) -> QuerySet:
    """Products whose id or slug is `text`, whose SKU begins so, or that have all of its words."""
    text = text.strip()[:200]
    # Looked up first: a subquery beside the other conditions would make PostgreSQL read the whole table.
    sku = Q(sku__startswith=text) | Q(sku__startswith=text.upper())
    found = Q(pk__in=list(Variant.objects.filter(sku).values_list("product_id", flat=True).order_by()[:MAX_SKUS]))
    found |= Q(slug=text)
    if text.isascii() and text.isdigit() and len(text) < 19:
        found |= Q(pk=int(text))
    if words := re.findall(r"\w+", text)[:MAX_WORDS]:
        found |= Q(search=SearchQuery(words_query(words), config="shop", search_type="raw"))
    return products.filter(found)


def words_query(words: list[str]) -> str:
    """All of the words, the last as far as it is typed. A beginning of one or two letters would be half the index."""
    unfinished = ":*" if len(words[-1]) > 2 else ""
    return " & ".join(f"'{word}'" for word in words) + unfinished
