from django.contrib import admin

from cart.admin.cart import LookOnly
from cart.models import Redemption
from catalog.admin.long_list import LongList


@admin.register(Redemption)
class RedemptionAdmin(LookOnly, LongList):
    """Which order used what. Written by orders alone."""

    list_display = ["created_at", "promotion", "voucher", "order_number", "email", "amount", "given_back_at"]
    list_select_related = ["promotion", "voucher"]
    search_fields = ["order_number", "email__istartswith", "voucher__code"]
    exclude = ["raised_promotion", "raised_voucher", "raised_for"]

    def has_delete_permission(self, request, obj=None):
        return False
