from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from checkout.models import TaxRate, TaxZone


class TaxZoneForm(forms.ModelForm):
    country_code = forms.ChoiceField(label=_("country"), choices=lambda: list(countries))

    class Meta:
        model = TaxZone
        fields = ["country_code", "area", "included", "percent", "shipping_percent"]


class TaxRateInline(admin.TabularInline):
    model = TaxRate
    extra = 0


@admin.register(TaxZone)
class TaxZoneAdmin(admin.ModelAdmin):
    form = TaxZoneForm
    list_display = ["country_code", "area", "included", "percent", "shipping_percent"]
    list_filter = ["included"]
    search_fields = ["country_code", "area"]
    inlines = [TaxRateInline]
