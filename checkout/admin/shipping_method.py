from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.address_rules import countries_delivered_to
from checkout.models import ShippingMethod


class ShippingMethodForm(forms.ModelForm):
    countries = forms.MultipleChoiceField(
        label=gettext_lazy("zone"),
        choices=countries_delivered_to,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None: anywhere."),
    )

    class Meta:
        model = ShippingMethod
        fields = "__all__"  # noqa: DJ007  all are an editor's

    def clean(self):
        cleaned = super().clean() or {}
        for least, most in (("min_days", "max_days"), ("min_goods", "max_goods"), ("min_grams", "max_grams")):
            low, high = cleaned.get(least), cleaned.get(most)
            if low is not None and high is not None and low > high:
                self.add_error(most, _("This is less than the least."))
        return cleaned


@admin.register(ShippingMethod)
class ShippingMethodAdmin(admin.ModelAdmin):
    form = ShippingMethodForm
    list_display = ["name", "code", "zone", "price", "free_from", "min_days", "max_days", "position", "is_active"]
    list_editable = ["price", "position", "is_active"]
    fieldsets = [
        (None, {"fields": ["name", "code", "description", "is_active", "position", "countries"]}),
        (gettext_lazy("price"), {"fields": ["price", "free_from"]}),
        (
            gettext_lazy("for which parcels"),
            {"fields": [("min_goods", "max_goods"), ("min_grams", "max_grams"), ("min_days", "max_days")]},
        ),
    ]

    @admin.display(description=gettext_lazy("zone"))
    def zone(self, method):
        return ", ".join(method.countries) or _("anywhere")
