"""Where a product is listed, and what is shown beside it."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _

from catalog.models import ProductCategory, RelatedProduct


class CategoryInline(admin.TabularInline):
    model = ProductCategory
    autocomplete_fields = ["category"]
    extra = 0

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1


class RelatedForm(forms.ModelForm):
    class Meta:
        model = RelatedProduct
        fields = ["to", "kind", "position"]

    def clean_to(self):
        """The database refuses it, too, but not in words."""
        if self.cleaned_data["to"].pk == self.instance.product_id:
            raise forms.ValidationError(_("A product is not related to itself."))
        return self.cleaned_data["to"]


class RelatedInline(admin.TabularInline):
    model = RelatedProduct
    form = RelatedForm
    fk_name = "product"
    autocomplete_fields = ["to"]
    extra = 0

    def get_queryset(self, request):
        return (
            super().get_queryset(request).select_related("to").defer("to__search", "to__description", "to__attributes")
        )
