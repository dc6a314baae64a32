"""Promotions, and their codes by the thousand."""

import csv

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cart.models import Promotion
from cart.promotions.make_vouchers import make_vouchers
from cart.quantity import parse_whole
from catalog.admin.long_list import LongList

MOST_CODES = 10_000  # as many as are made before a page would be late; `make_vouchers` makes any number


class PromotionForm(forms.ModelForm):
    class Meta:
        model = Promotion
        fields = [
            "name", "is_active", "kind", "value", "buy", "free", "minimum", "currency", "combinable", "scope",
            "products", "categories", "audience", "groups", "needs_code", "starts_at", "ends_at",
            "limit", "limit_per_customer",
        ]  # fmt: skip
        widgets = {"currency": forms.Select(choices=[(code, code) for code in settings.CURRENCIES])}


class HowMany(ActionForm):
    how_many = forms.IntegerField(
        label=_("How many codes:"), min_value=1, max_value=MOST_CODES, initial=100, required=False
    )


@admin.action(description=_("Make one-use voucher codes (CSV)"), permissions=["change"])
def make_codes(model_admin, request, promotions):
    count = parse_whole(request.POST.get("how_many", "")) or 0
    promotion = promotions.first() if promotions.count() == 1 else None
    if promotion is None or not promotion.needs_code or not 1 <= count <= MOST_CODES:
        message = _("Choose one promotion that needs a voucher, and from 1 to %(most)s codes.") % {"most": MOST_CODES}
        model_admin.message_user(request, message, messages.ERROR)
        return None
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="vouchers-{promotion.pk}.csv"'
    csv.writer(response).writerows([code] for code in ["code", *make_vouchers(promotion, count)])
    model_admin.log_change(request, promotion, _("made %(count)s voucher codes") % {"count": count})
    return response


@admin.register(Promotion)
class PromotionAdmin(LongList):
    form = PromotionForm
    list_display = ["name", "kind", "value", "needs_code", "is_running", "used", "limit"]
    list_filter = ["kind", "is_active", "needs_code"]
    search_fields = ["name"]
    autocomplete_fields = ["products", "categories", "groups"]
    actions = [make_codes]
    action_form = HowMany
    fieldsets = [
        (None, {"fields": ["name", "is_active"]}),
        (_("What"), {"fields": ["kind", "value", ("buy", "free"), ("minimum", "currency"), "combinable"]}),
        (_("For what"), {"fields": ["scope", "products", "categories"]}),
        (_("For whom"), {"fields": ["audience", "groups", "needs_code"]}),
        (_("When, and how often"), {"fields": [("starts_at", "ends_at"), ("limit", "limit_per_customer")]}),
    ]

    @admin.display(description=_("runs now"), boolean=True)
    def is_running(self, promotion):
        return promotion.is_running(timezone.now())
