"""JSON columns of a variant as one line of text each; what nobody touched is stored as it was."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class OptionsField(forms.CharField):
    """`size = M; color = Red`, in the order in which they are shown."""

    def __init__(self):
        super().__init__(label=gettext_lazy("Options"), required=False)

    def prepare_value(self, value):
        return "; ".join(f"{code} = {text}" for code, text in value.items()) if isinstance(value, dict) else value

    def to_python(self, value):
        options = {}
        for part in filter(None, map(str.strip, (super().to_python(value) or "").split(";"))):
            code, equals, text = (piece.strip() for piece in part.partition("="))
            if not (code and equals and text):
                raise ValidationError(_("“%(part)s” should look like: size = M") % {"part": part})
            options[code] = text
        return options

    def has_changed(self, initial, data):
        return (self.prepare_value(initial or {})) != (data or "").strip()


class BarcodesField(forms.CharField):
    """Digits with commas between."""

    def __init__(self):
        super().__init__(label=gettext_lazy("EAN, UPC or GTIN codes"), required=False)

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value):
        return [code.strip() for code in (super().to_python(value) or "").split(",") if code.strip()]

    def has_changed(self, initial, data):
        return self.prepare_value(initial or []) != (data or "").strip()
