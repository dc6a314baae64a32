"""Carts to look into; promotions, vouchers and customer groups to keep."""

from cart.admin import cart, customer_group, promotion, redemption, voucher
from cart.admin.cart import LookOnly

__all__ = ["LookOnly", "cart", "customer_group", "promotion", "redemption", "voucher"]
