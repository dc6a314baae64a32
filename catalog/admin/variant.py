"""A variant's own page: prices in every currency, stock, bar codes, weight. Its product leads here, not the index."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext as _

from catalog.admin.long_list import LongList
from catalog.admin.text_fields import BarcodesField, OptionsField
from catalog.models import Price, Stock, Variant

MAX_FOUND = 200


class VariantForm(forms.ModelForm):
    options = OptionsField()
    barcodes = BarcodesField()

    class Meta:
        model = Variant
        fields = ["sku", "options", "barcodes", "weight_grams", "position", "is_active"]


class PriceForm(forms.ModelForm):
    class Meta:
        model = Price
        fields = ["currency", "amount", "sale_amount", "sale_from", "sale_until"]
        widgets = {"currency": forms.Select(choices=[(code, code) for code in settings.CURRENCIES])}

    def clean(self):
        cleaned = super().clean() or {}
        amount, sale_amount = cleaned.get("amount"), cleaned.get("sale_amount")
        begins, ends = cleaned.get("sale_from"), cleaned.get("sale_until")
        if amount is not None and sale_amount is not None and sale_amount >= amount:
            self.add_error("sale_amount", _("A sale price is lower than the price."))
        if begins and ends and ends <= begins:
            self.add_error("sale_until", _("A sale ends after it begins."))
        return cleaned


class StockForm(forms.ModelForm):
    class Meta:
        model = Stock
        fields = ["on_hand", "few_below"]

    def clean_on_hand(self):
        on_hand = self.cleaned_data["on_hand"]
        if on_hand < self.instance.reserved:
            raise forms.ValidationError(_("%(count)s are reserved by orders.") % {"count": self.instance.reserved})
        return on_hand


class PriceInline(admin.TabularInline):
    model = Price
    form = PriceForm
    extra = 0


class StockInline(admin.TabularInline):
    model = Stock
    form = StockForm
    readonly_fields = ["reserved"]
    can_delete = False


@admin.register(Variant)
class VariantAdmin(LongList):
    form = VariantForm
    list_display = ["sku", "label", "product", "stock_band", "is_active"]
    list_select_related = ["product"]
    heavy = [f"product__{column}" for column in ("description", "short_description", "attributes", "search")]
    search_fields = ["sku"]  # a box to type in; what it finds is decided below
    readonly_fields = ["product", "stock_band"]
    fields = ["product", "sku", "options", "barcodes", "weight_grams", "position", "is_active", "stock_band"]
    inlines = [PriceInline, StockInline]

    def get_search_results(self, request, queryset, search_term):
        skus = Variant.objects.filter(sku__startswith=search_term).order_by().values_list("pk", flat=True)
        return (queryset.filter(pk__in=list(skus[:MAX_FOUND])) if search_term else queryset), False

    def get_model_perms(self, request):
        return {}  # not in the index

    def has_add_permission(self, request):
        return False  # a variant is made on its product's screen
