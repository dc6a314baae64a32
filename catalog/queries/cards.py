"""Products as a card shows them: the brand comes along, the heavy columns stay behind."""

from django.db.models import QuerySet

from catalog.models import Product

HEAVY = ("description", "short_description", "attributes", "search", "facet_ids", "category_ids")


def card_products() -> QuerySet[Product]:
    """Live products ready for cards: no further query is needed to show one."""
    return Product.objects.live().select_related("brand").defer(*HEAVY)


def cards_in_order(product_ids: list[int]) -> list[Product]:
    """Cards of the live products among these, in this order. One query, none for an empty list."""
    if not product_ids:
        return []
    found = {product.pk: product for product in card_products().filter(pk__in=product_ids)}
    return [found[product_id] for product_id in product_ids if product_id in found]
