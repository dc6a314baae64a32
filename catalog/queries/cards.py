"""Products as a card shows them: the brand comes along, the heavy columns stay behind."""

from catalog.models import Product
from catalog.models.product import ProductQuerySet

HEAVY = ("description", "short_description", "attributes", "search", "facet_ids", "category_ids")


def card_products() -> ProductQuerySet:
    """Live products ready for cards: no further query is needed to show one."""
    return Product.objects.live().select_related("brand").defer(*HEAVY)


def cards_in_order(product_ids: list[int], *, keep: bool = False) -> list[Product]:
    """Cards of the live products among these, in this order. One query; none for an empty list, or where they are kept
    and none of them has changed."""
    if not product_ids:
        return []
    rows = card_products().filter(pk__in=product_ids)
    if keep:
        rows = rows.cache("cards", *(f"p{product_id}" for product_id in product_ids))
    found = {product.pk: product for product in rows}
    return [found[product_id] for product_id in product_ids if product_id in found]
