from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cart.models import Voucher
from catalog.admin.long_list import LongList


class VoucherForm(forms.ModelForm):
    class Meta:
        model = Voucher
        fields = ["promotion", "code", "limit"]

    def clean_code(self):
        return self.cleaned_data["code"].strip().upper()


@admin.register(Voucher)
class VoucherAdmin(LongList):
    form = VoucherForm
    list_display = ["code", "promotion", "used", "limit", "created_at"]
    list_select_related = ["promotion"]
    search_fields = ["code__startswith"]
    search_help_text = _("The beginning of a code, in capitals")
    autocomplete_fields = ["promotion"]
    kept = ["used", "created_at"]
