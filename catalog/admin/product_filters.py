"""Filters beside the list of products. Each has an index or finds a page of rows early (test_plans.py holds it)."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from catalog.models import Category, ProductCategory

MAX_DEPTH = 2
MAX_OFFERED = 300


class CategoryFilter(admin.SimpleListFilter):
    """A category of the first two levels, with all that lies below it."""

    title = _("category")
    parameter_name = "category"

    def lookups(self, request, model_admin):
        categories = Category.objects.filter(depth__lte=MAX_DEPTH).order_by("path").only("path", "depth", "name")
        return [(each.path, "\u2003" * (each.depth - 1) + each.name) for each in categories[:MAX_OFFERED]]

    def queryset(self, request, queryset):
        path = self.value()
        if not path:
            return queryset
        below = ProductCategory.objects.filter(category__path__startswith=path)
        return queryset.filter(pk__in=below.order_by().values("product_id"))
