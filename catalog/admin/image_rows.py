"""A product's pictures on its screen, with a preview."""

from typing import cast

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from catalog.admin.uploads import PictureField
from catalog.models import Image, Variant
from shop.thumbnails.address import thumbnail_size, thumbnail_url


class ImageRowForm(forms.ModelForm):
    file = PictureField(label=_("File"), required=False)

    class Meta:
        model = Image
        fields = ["file", "alt", "variant", "position"]
        widgets = {"alt": forms.TextInput(attrs={"size": 40})}

    def clean(self):
        cleaned = super().clean() or {}
        if self.keeps_its_file():
            cleaned.pop("file", None)
        return cleaned

    def keeps_its_file(self) -> bool:
        """Then it is left alone: to set it, Django would open the file and measure it, and it may be gone."""
        return "file" not in self.changed_data

    def _get_validation_exclusions(self):
        excluded = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's own, left out of its stubs
        return excluded | ({"file"} if self.keeps_its_file() else set())


class ImageInline(admin.TabularInline):
    model = Image
    form = ImageRowForm
    fields = ["preview", "file", "alt", "variant", "position"]
    readonly_fields = ["preview"]
    extra = 1

    @admin.display(description=_("preview"))
    def preview(self, image):
        return thumbnail(image.file.name, image.width, image.height) if image.file else image.source_url[:60]

    def get_formset(self, request, obj=None, **kwargs):
        """Only the product's own variants can be chosen; they are asked for once, not once a picture."""
        formset = super().get_formset(request, obj, **kwargs)
        variants = Variant.objects.filter(product=obj) if obj else Variant.objects.none()
        field = cast(forms.ModelChoiceField, formset.form.base_fields["variant"])
        field.queryset = variants
        field.choices = [("", "---------"), *((each.pk, f"{each.sku} {each.label}") for each in variants)]
        return formset


def thumbnail(file: str, width, height, alias: str = "thumb-96"):
    """A small picture of a stored file; its size is said, so that a list does not jump."""
    wide, high = thumbnail_size(alias, width, height)
    url = thumbnail_url(file, alias, "jpg")
    return format_html('<img src="{}" width="{}" height="{}" alt="" loading="lazy">', url, wide, high)
