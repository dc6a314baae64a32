"""Reviews to moderate: what waits is shown first."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog.admin.long_list import LongList
from catalog.admin.product_search import search_products
from catalog.models import Product, Review

MAX_PRODUCTS = 1000


class StatusFilter(admin.SimpleListFilter):
    """Those that wait, unless another status is asked for."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [*Review.Status.choices, ("all", _("all"))]

    def choices(self, changelist):
        chosen = self.value() or Review.Status.PENDING
        for value, title in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": value == chosen, "query_string": query, "display": title}

    def queryset(self, request, queryset):
        chosen = self.value() or Review.Status.PENDING
        return queryset if chosen == "all" else queryset.filter(status=chosen)


class RatingFilter(admin.SimpleListFilter):
    """One to five; Django's own would read the whole table to find that out."""

    title = _("rating")
    parameter_name = "rating"

    def lookups(self, request, model_admin):
        return [(stars, "★" * stars) for stars in range(5, 0, -1)]

    def queryset(self, request, queryset):
        chosen = self.value() or ""
        return queryset.filter(rating=chosen) if chosen in {"1", "2", "3", "4", "5"} else queryset


def set_status(model_admin, request, reviews, status: str) -> None:
    """One statement: the ratings of all products concerned follow at once."""
    ids = list(reviews.order_by().values_list("pk", flat=True))
    moderated = Review.objects.filter(pk__in=ids)
    moderated.update(status=status)
    model_admin.log_status(request, moderated, status)
    text = ngettext("%(count)s review is now %(status)s.", "%(count)s reviews are now %(status)s.", len(ids))
    values = {"count": len(ids), "status": Review.Status(status).label}
    model_admin.message_user(request, text % values, messages.SUCCESS)


@admin.action(description=_("Approve"), permissions=["change"])
def approve(model_admin, request, reviews):
    set_status(model_admin, request, reviews, Review.Status.APPROVED)


@admin.action(description=_("Reject"), permissions=["change"])
def reject(model_admin, request, reviews):
    set_status(model_admin, request, reviews, Review.Status.REJECTED)


@admin.register(Review)
class ReviewAdmin(LongList):
    list_display = ["rating", "title", "excerpt", "product", "author", "status", "created_at"]
    list_display_links = ["rating", "title"]
    list_filter = [StatusFilter, RatingFilter]
    list_select_related = ["product"]
    heavy = [f"product__{column}" for column in ("description", "short_description", "attributes", "search")]
    search_fields = ["title"]  # a box to type in; what it finds is decided below
    search_help_text = _("Words of the product, its SKU, slug or id")
    actions = [approve, reject]
    autocomplete_fields = ["product"]
    raw_id_fields = ["customer"]
    readonly_fields = ["created_at"]

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        products = search_products(Product.objects.order_by(), search_term).values_list("pk", flat=True)
        return queryset.filter(product_id__in=list(products[:MAX_PRODUCTS])), False

    @admin.display(description=_("review"))
    def excerpt(self, review):
        return review.text[:120]
