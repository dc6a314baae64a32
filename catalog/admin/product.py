"""A product on one screen: texts, variants with prices and stock, pictures, categories, related products."""

from typing import cast

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.admin.attribute_rows import AttributesField
from catalog.admin.image_rows import ImageInline, thumbnail
from catalog.admin.link_rows import CategoryInline, RelatedInline
from catalog.admin.long_list import LongList
from catalog.admin.product_actions import archive, publish, unpublish
from catalog.admin.product_filters import CategoryFilter
from catalog.admin.product_search import search_products
from catalog.admin.variant_rows import VariantInline
from catalog.html import clean_html
from catalog.models import Product
from catalog.surrogate_keys import shows_product
from shop.money import money
from shop.ops.why_stale import WhyStale


class ProductForm(forms.ModelForm):
    attributes = AttributesField(label=gettext_lazy("Attributes"), required=False)

    class Meta:
        model = Product
        fields = ["title", "slug", "brand", "part_number", "status", "popularity", "publish_at", "unpublish_at"]
        fields += ["short_description", "description", "attributes", "tax_class"]
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "short_description": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
            "description": forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "attributes" in self.fields:  # not for who may only look
            cast(AttributesField, self.fields["attributes"]).kept = self.instance.attributes

    def clean_description(self):
        return clean_html(self.cleaned_data["description"])

    def clean(self):
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("publish_at"), cleaned.get("unpublish_at")
        if begins and ends and ends <= begins:
            self.add_error("unpublish_at", _("A product is withdrawn after it is published."))
        return cleaned


@admin.register(Product)
class ProductAdmin(WhyStale, LongList):
    form = ProductForm
    list_display = ["picture", "title", "brand", "status", "shown_price", "stock_band", "updated_at"]
    list_display_links = ["picture", "title"]
    list_select_related = ["brand"]
    list_filter = ["status", "stock_band", CategoryFilter]
    search_fields = ["title"]  # a box to type in; what it finds is decided below
    search_help_text = gettext_lazy("Words of the title, brand or part number; the beginning of a SKU; a slug; an id")
    actions = [publish, unpublish, archive]
    heavy = ["description", "short_description", "attributes", "search", "facet_ids", "category_ids"]
    autocomplete_fields = ["brand"]
    prepopulated_fields = {"slug": ["title"]}
    kept = ["version", "updated_at", "created_at", "shown_price", "stock_band", "rating", "origin"]
    inlines = [VariantInline, ImageInline, CategoryInline, RelatedInline]
    save_on_top = True

    fieldsets = [
        (None, {"fields": ["title", "slug", "brand", "part_number"]}),
        (gettext_lazy("Shown"), {"fields": [("status", "popularity"), ("publish_at", "unpublish_at")]}),
        (gettext_lazy("Texts"), {"fields": ["short_description", "description"]}),
        (gettext_lazy("Attributes"), {"fields": ["attributes"]}),
        (gettext_lazy("More"), {"classes": ["collapse"], "fields": ["tax_class", *kept]}),
    ]

    def get_fieldsets(self, request, obj=None):
        *fieldsets, (title, more) = super().get_fieldsets(request, obj)
        return [*fieldsets, (title, more if obj else more | {"fields": ["tax_class"]})]

    def shows(self, product):
        shows_product(product)

    def get_search_results(self, request, queryset, search_term):
        return (search_products(queryset, search_term) if search_term else queryset), False

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields  # an address that people know stays

    def view_on_site(self, product):
        return product.get_absolute_url() if product.is_live else None

    @admin.display(description="")
    def picture(self, product):
        if not product.image_file:
            return "–"
        return thumbnail(product.image_file, product.image_width, product.image_height)

    @admin.display(description=gettext_lazy("price"))
    def shown_price(self, product):
        if product.price is None:
            return _("not for sale")
        amount = money(product.price, product.currency)
        return _("from %(amount)s") % {"amount": amount} if product.price_varies else amount

    @admin.display(description=gettext_lazy("imported from"))
    def origin(self, product):
        return f"{product.source} {product.source_id}".strip() or "–"
