"""Carts and what is in them; promotions, vouchers and who has used them."""

from cart.models.cart import MAX_LINES, MAX_QUANTITY, Cart
from cart.models.cart_line import CartLine
from cart.models.customer_group import CustomerGroup
from cart.models.promotion import Promotion
from cart.models.redemption import CustomerUse, Redemption
from cart.models.saved_line import SavedLine
from cart.models.voucher import CartVoucher, Voucher
from cart.models.wish import Wish, WishList

__all__ = [
    "MAX_LINES",
    "MAX_QUANTITY",
    "Cart",
    "CartLine",
    "CartVoucher",
    "CustomerGroup",
    "CustomerUse",
    "Promotion",
    "Redemption",
    "SavedLine",
    "Voucher",
    "Wish",
    "WishList",
]
