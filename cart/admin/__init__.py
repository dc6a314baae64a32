"""Carts to look into; promotions, vouchers and customer groups to keep."""

from cart.admin import cart, customer_group, promotion, redemption, voucher

__all__ = ["cart", "customer_group", "promotion", "redemption", "voucher"]
