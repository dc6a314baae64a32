from django.contrib import admin

from catalog.admin.later import enqueue
from catalog.admin.long_list import LongList
from catalog.models import Attribute
from catalog.tasks import refresh_attribute


@admin.register(Attribute)
class AttributeAdmin(LongList):
    """Making an attribute a facet, or none, refreshes the products that have it, later and in batches."""

    list_display = ["name", "code", "kind", "unit", "is_facet", "position"]
    list_filter = ["is_facet", "kind"]
    search_fields = ["name", "code"]
    ordering = ["position", "name"]
    prepopulated_fields = {"code": ["name"]}

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []  # products keep their values by it

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        if obj.is_facet:
            enqueue(self, request, refresh_attribute, obj.code)

    def delete_queryset(self, request, queryset):
        for attribute in queryset:
            self.delete_model(request, attribute)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "is_facet" in form.changed_data and (change or obj.is_facet):
            enqueue(self, request, refresh_attribute, obj.code)
