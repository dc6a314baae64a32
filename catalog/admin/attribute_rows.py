"""A product's attributes as rows of code and value, checked by each attribute's kind, instead of raw JSON.

A value given twice under one code is a list.
"""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from catalog.models import Attribute

BLANK_ROWS = 3
MAX_OFFERED = 1000  # imported catalogues bring thousands; those left out can be typed as well
YES, NO = {"yes", "true", "1", "on"}, {"no", "false", "0", "off"}


class AttributeRows(forms.Widget):
    class Media:
        js = ["catalog/admin/rows.js"]

    def render(self, name, value, attrs=None, renderer=None):
        rows = value if isinstance(value, list) else rows_of(value or {})
        known = Attribute.objects.order_by("-is_facet", "code")[:MAX_OFFERED]
        context = {"name": name, "rows": [*rows, *[("", "")] * BLANK_ROWS], "known": known}
        return render_to_string("admin/catalog/attribute_rows.html", context)

    def value_from_datadict(self, data, files, name):
        return list(zip(data.getlist(f"{name}-code"), data.getlist(f"{name}-value"), strict=False))

    def value_omitted_from_data(self, data, files, name):
        return f"{name}-code" not in data


class AttributesField(forms.Field):
    """Takes (code, text) rows, gives the JSON object. `kept` is what was there: what nobody touched stays as it is."""

    widget = AttributeRows
    kept: dict = {}

    def to_python(self, value):
        rows = [(code.strip(), text.strip()) for code, text in value or []]
        known = {each.code: each for each in Attribute.objects.filter(code__in={code for code, _text in rows})}
        untouched = {(code, text): part for code, part, text in parts_of(self.kept)}
        collected: dict[str, list] = {}
        for code, text in rows:
            if text and not code:
                raise ValidationError(_("Which attribute is “%(text)s” a value of?") % {"text": text})
            if text:
                value = untouched[code, text] if (code, text) in untouched else typed(known.get(code), code, text)
                collected.setdefault(code, []).append(value)
        was_list = {code for code, value in self.kept.items() if isinstance(value, list)}
        return {
            code: values if len(values) > 1 or code in was_list else values[0] for code, values in collected.items()
        }

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != (initial or {})
        except ValidationError:
            return True


def parts_of(attributes: dict):
    """(code, value, value as text) for each value, those of lists one by one."""
    for code, value in attributes.items():
        for part in value if isinstance(value, list) else [value]:
            yield code, part, as_text(part)


def rows_of(attributes: dict) -> list[tuple[str, str]]:
    return [(code, text) for code, _part, text in parts_of(attributes)]


def as_text(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip()


def typed(attribute: Attribute | None, code: str, text: str):
    """The value of the attribute's kind that a text says; ValidationError names what is expected."""
    values = {"code": code, "text": text}
    if attribute is None:
        raise ValidationError(_("There is no attribute “%(code)s”. Make it under Attributes first.") % values)
    if attribute.kind == Attribute.Kind.BOOLEAN:
        if text.lower() not in YES | NO:
            raise ValidationError(_("%(code)s is yes or no, not “%(text)s”.") % values)
        return text.lower() in YES
    if attribute.kind == Attribute.Kind.NUMBER:
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise ValidationError(_("%(code)s is a number, not “%(text)s”.") % values)
        return int(number) if number == number.to_integral_value() else float(number)
    return text
