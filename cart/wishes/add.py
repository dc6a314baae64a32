"""Puts a product on this visitor's wish list, or moves it from there into the cart; Refused, with why, otherwise."""

from django.db import transaction
from django.utils.translation import gettext as _

from cart.add_to_cart import add_to_cart
from cart.models import Wish
from cart.models.wish import MAX_WISHES
from cart.offers import Offer
from cart.refused import Refused
from cart.wishes.current import open_list, wishes_of
from catalog.models import Product, Variant


def add_wish(request, product_id: int | None, variant_id: int | None) -> Product:
    """`variant_id`, of that product or alone, if the visitor chose one. What is sold out may be wished for."""
    variant = Variant.objects.filter(pk=variant_id, is_active=True).first() if variant_id else None
    wanted = variant.product_id if variant else product_id
    product = Product.objects.live().only("title").filter(pk=wanted).first() if wanted else None
    if product is None or (variant and product_id not in (None, product.pk)) or (variant_id and variant is None):
        raise Refused(_("There is no such product in the shop."), 404)
    variant_id = variant.pk if variant else only_variant_of(product)
    with transaction.atomic():
        if not open_list(request).add(product.pk, variant_id):
            raise Refused(_("Your wish list is full: it holds %(most)s products.") % {"most": MAX_WISHES})
    return product


def only_variant_of(product: Product) -> int | None:
    """Where there is nothing to choose it is chosen."""
    ids = Variant.objects.filter(product=product, is_active=True).order_by().values_list("pk", flat=True)[:2]
    return ids[0] if len(ids) == 1 else None


def move_to_cart(request, wish_id: int) -> Offer:
    """One of it. The wish goes only if the cart takes it."""
    with transaction.atomic():
        wish = own_wish(request, wish_id)
        if wish.variant_id is None:
            raise Refused(_("Choose on the product's page which one you would like."))
        offer, _in_line = add_to_cart(request, wish.variant_id, 1)
        wish.delete()
    return offer


def remove_wish(request, wish_id: int) -> Product:
    wish = own_wish(request, wish_id)
    wish.delete()
    return wish.product


def own_wish(request, wish_id: int) -> Wish:
    wish = wishes_of(request).select_related("product").only("product__title", "variant").filter(pk=wish_id).first()
    if wish is None:
        raise Refused(_("This is not on your wish list any more."), 404)
    return wish
