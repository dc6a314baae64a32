"""Carts, to look into when a customer asks. What is meant to be bought is nobody's to change but the visitor's."""

from django.contrib import admin

from cart.models import Cart, CartLine
from catalog.admin.long_list import LongList


class LookOnly:
    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class CartLineInline(LookOnly, admin.TabularInline):
    model = CartLine
    fields = ("variant", "quantity", "seen_price", "seen_currency", "added_at")
    readonly_fields = ("variant", "quantity", "seen_price", "seen_currency", "added_at")
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("variant")


@admin.register(Cart)
class CartAdmin(LookOnly, LongList):
    list_display = ["id", "customer", "created_at", "updated_at"]
    list_select_related = ["customer"]
    search_fields = ["customer__email__istartswith"]
    inlines = [CartLineInline]
    readonly_fields = ["customer", "created_at", "updated_at"]
