"""The form of an address, which looks different in each country. Accounts and checkout use it alike."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.address_rules import FIELDS, AddressRules, countries_delivered_to, rules_of

MAX_LENGTHS = {"name": 150, "company_name": 150, "street_address": 250, "postal_code": 20, "phone": 30}
MAX_LENGTH = 120  # of the others
MAX_STREET_LINES = 3  # what fits on a parcel's label
# What browsers fill in by themselves: https://html.spec.whatwg.org/#autofill
AUTOCOMPLETE = {
    "name": "name",
    "company_name": "organization",
    "street_address": "street-address",
    "city": "address-level2",
    "city_area": "address-level3",
    "country_area": "address-level1",
    "postal_code": "postal-code",
    "country_code": "country",
    "phone": "tel",
}
UNSEEN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF])
CHANGE_COUNTRY = "change_country"  # the button that asks for another country's fields; it saves nothing


class AddressForm(forms.Form):
    """`AddressForm(request.POST, initial=address.as_dict())`, then `cleaned_address`: a dict with all of FIELDS.

    The fields are those of the country that was sent, else of `country`, else of the initial one, else of the first
    that the shop delivers to. `purpose`, "shipping" or "billing", tells browsers which of the visitor's addresses to
    fill in. Is the answer to `asks_for_country(request.POST)` yes, then nothing is to be saved: show
    `for_country(request.POST)`, which has the other country's fields and what was typed so far.
    """

    def __init__(self, data=None, *, initial=None, country: str = "", purpose: str = "", **options):
        super().__init__(data, initial=initial, **options)
        self.purpose = purpose
        sent = self.data.get(self.add_prefix("country_code"), "") if self.is_bound else ""
        self.rules = known_rules(sent, country, (initial or {}).get("country_code", ""))
        self.initial["country_code"] = self.rules.country_code
        self.fields["country_code"] = country_field(self.purpose)
        for name in self.rules.order:
            self.fields[name] = address_field(name, self.rules, self.purpose)

    @classmethod
    def asks_for_country(cls, data, prefix: str | None = None) -> bool:
        return cls(prefix=prefix).change_country in data

    @classmethod
    def for_country(cls, data, *, prefix: str | None = None, **options) -> "AddressForm":
        """Unbound, so that nothing is called wrong that was not asked for yet."""
        plain = cls(prefix=prefix)
        typed = {name: data.get(plain.add_prefix(name), "") for name in FIELDS}
        return cls(initial=typed, prefix=prefix, **options)

    @property
    def change_country(self) -> str:
        """The button's name."""
        return self.add_prefix(CHANGE_COUNTRY)

    @property
    def place_fields(self) -> list[forms.BoundField]:
        """All but the country, which has a button of its own."""
        return [self[name] for name in self.rules.order]

    def clean(self):
        cleaned = super().clean() or {}
        for name in cleaned.keys() & {"name", "company_name", "city", "city_area", "country_area", "postal_code"}:
            cleaned[name] = one_line(cleaned[name])
        if "street_address" in cleaned:
            cleaned["street_address"] = self._street(cleaned["street_address"])
        for name in [name for name, text in cleaned.items() if not text and self.fields[name].required]:
            self.add_error(name, self.fields[name].error_messages["required"])
        if cleaned.get("postal_code"):
            cleaned["postal_code"] = self._postal_code(cleaned["postal_code"].upper(), cleaned.get("country_area", ""))
        return cleaned

    def _street(self, text: str) -> str:
        lines = list(filter(None, map(one_line, text.splitlines())))
        if len(lines) > MAX_STREET_LINES:
            self.add_error("street_address", _("A label has room for %(most)s lines.") % {"most": MAX_STREET_LINES})
        return "\n".join(lines)

    def _postal_code(self, code: str, area: str) -> str:
        example = self.rules.postal_code_example
        if not self.rules.is_postal_code(code):
            message = (
                _("There is no such code in this country; they look like %(example)s.")
                if example
                else _("There is no such code in this country.")
            )
            self.add_error("postal_code", message % {"example": example})
        elif not self.rules.is_postal_code(code, area):
            self.add_error(
                "postal_code",
                _("This code belongs to another place. Check it, and the field for %(area)s.")
                % {"area": self.rules.labels["country_area"]},
            )
        return code

    @property
    def cleaned_address(self) -> dict[str, str]:
        """Of a valid form: all of FIELDS, empty where the country has none."""
        return {name: self.cleaned_data.get(name, "") for name in FIELDS}


def one_line(text: str) -> str:
    """Without blanks that show nothing, and without signs that would turn a label's text around."""
    return " ".join(text.translate(UNSEEN).split())


def known_rules(*codes: str) -> AddressRules:
    """Of the first of these countries that the shop delivers to."""
    delivered = [code for code in codes if code in settings.SHIP_TO_COUNTRIES]
    return rules_of((delivered or settings.SHIP_TO_COUNTRIES)[0])


def country_field(purpose: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Country"),
        choices=countries_delivered_to,
        widget=forms.Select(attrs=attributes("country_code", purpose)),
        error_messages={"invalid_choice": _("We do not deliver to this country. Choose one of the list.")},
    )


def address_field(name: str, rules: AddressRules, purpose: str) -> forms.Field:
    attrs = attributes(name, purpose)
    label, is_required = rules.labels[name], rules.is_required(name)
    common: dict[str, Any] = {"required": is_required}
    common["label"] = label if is_required else format_lazy(_("{label} (optional)"), label=label)
    if name == "country_area" and rules.areas:
        choices = [("", _("Choose one")), *rules.areas]
        return forms.ChoiceField(choices=choices, widget=forms.Select(attrs=attrs), **common)
    if name == "street_address":
        widget: forms.Widget = forms.Textarea(attrs=attrs | {"rows": 2})
    else:
        widget = forms.TextInput(attrs=attrs | ({"type": "tel"} if name == "phone" else {}))
    if name == "phone":
        common["validators"] = [RegexValidator(r"^\+?[\d ()/.-]{5,}\Z", _("Write it with digits: +49 30 1234567."))]
        common["help_text"] = _("For the carrier, if there is a question on the way.")
    return forms.CharField(max_length=MAX_LENGTHS.get(name, MAX_LENGTH), widget=widget, **common)


def attributes(name: str, purpose: str) -> dict[str, str]:
    return {"autocomplete": f"{purpose} {AUTOCOMPLETE[name]}".strip()}
