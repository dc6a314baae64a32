"""A product's variants on the product's own screen: a row each, with the price in the default currency and the stock.

Django's inlines don't nest, so price and stock are fields of the row. Prices in other currencies, bar codes and weight
are on the variant's own page, a click away.
"""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import F, Prefetch
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.admin.text_fields import OptionsField
from catalog.models import Price, Stock, Variant

PRICE_FIELDS = {"price": "amount", "sale_price": "sale_amount", "sale_from": "sale_from", "sale_until": "sale_until"}


def money_field(label):
    return forms.DecimalField(label=label, required=False, min_value=0, max_digits=12, decimal_places=2)


def moment_field(label):
    """One native box for day and time, UTC."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget)


class VariantRowForm(forms.ModelForm):
    options = OptionsField()
    price = money_field(gettext_lazy("Price (%(currency)s)") % {"currency": settings.DEFAULT_CURRENCY})
    sale_price = money_field(gettext_lazy("Sale price"))
    sale_from = moment_field(gettext_lazy("Sale from"))
    sale_until = moment_field(gettext_lazy("Sale until"))
    # The number shown comes back with the new one: the difference is saved, so that no sale in between is undone.
    on_hand = forms.IntegerField(
        label=gettext_lazy("On hand"), required=False, min_value=0, max_value=2**31 - 1, show_hidden_initial=True
    )

    class Meta:
        model = Variant
        fields = ["sku", "options", "position", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stock = getattr(self.instance, "stock", None) if self.instance.pk else None
        offer = next(iter(getattr(self.instance, "offers", [])), None)
        if offer:
            self.initial.update({field: getattr(offer, column) for field, column in PRICE_FIELDS.items()})
        if self.stock:
            self.initial["on_hand"] = self.stock.on_hand

    def clean(self):
        cleaned = super().clean() or {}
        price, sale_price = cleaned.get("price"), cleaned.get("sale_price")
        begins, ends = cleaned.get("sale_from"), cleaned.get("sale_until")
        if sale_price is not None and (price is None or sale_price >= price):
            self.add_error("sale_price", _("A sale price is lower than the price."))
        if begins and ends and ends <= begins:
            self.add_error("sale_until", _("A sale ends after it begins."))
        on_hand = cleaned.get("on_hand")
        if self.stock and "on_hand" in self.changed_data and (on_hand is None or on_hand < self.stock.reserved):
            self.add_error("on_hand", _("%(count)s are reserved by orders.") % {"count": self.stock.reserved})
        return cleaned

    def save(self, commit=True):
        variant = super().save(commit)
        if commit:
            self.save_price(variant)
            self.save_stock(variant)
        return variant

    def save_price(self, variant) -> None:
        """No price: not for sale now in the default currency."""
        if not PRICE_FIELDS.keys() & set(self.changed_data):
            return
        key = {"variant": variant, "currency": settings.DEFAULT_CURRENCY}
        if self.cleaned_data["price"] is None:
            Price.objects.filter(**key).delete()
        else:
            columns = {column: self.cleaned_data[field] for field, column in PRICE_FIELDS.items()}
            Price.objects.update_or_create(**key, defaults=columns)

    def save_stock(self, variant) -> None:
        if "on_hand" not in self.changed_data or self.cleaned_data["on_hand"] is None:
            return
        shown = int(self.data.get(self.add_initial_prefix("on_hand")) or 0)
        more = self.cleaned_data["on_hand"] - shown
        # Never below what is promised, also when that has grown since the check above.
        if not Stock.objects.filter(pk=variant.pk).update(on_hand=Greatest(F("on_hand") + more, F("reserved"))):
            Stock.objects.create(variant=variant, on_hand=self.cleaned_data["on_hand"])


class VariantInline(admin.TabularInline):
    model = Variant
    form = VariantRowForm
    fields = ["sku", "options", *PRICE_FIELDS, "on_hand", "position", "is_active"]
    extra = 0
    show_change_link = True
    verbose_name_plural = gettext_lazy("Variants: what is sold, with price and stock")

    def get_queryset(self, request):
        prices = Price.objects.filter(currency=settings.DEFAULT_CURRENCY)
        offers = Prefetch("prices", prices, to_attr="offers")
        return super().get_queryset(request).select_related("stock").prefetch_related(offers)

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1
