from django.contrib import admin

from catalog.admin.long_list import LongList
from catalog.models import Brand


@admin.register(Brand)
class BrandAdmin(LongList):
    list_display = ["name", "slug", "updated_at"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    kept = ["version", "updated_at"]
