from django.contrib import admin

from cart.models import CustomerGroup
from catalog.admin.long_list import LongList


@admin.register(CustomerGroup)
class CustomerGroupAdmin(LongList):
    list_display = ["name"]
    search_fields = ["name"]
    autocomplete_fields = ["customers"]
