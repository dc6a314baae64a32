"""An address in each country's own shape."""

import pytest
from django.http import QueryDict

from accounts.address_form import AddressForm
from accounts.address_rules import FIELDS, address_lines, countries_delivered_to, rules_of

AMERICAN = {
    "country_code": "US", "name": "Ann Lee", "street_address": "1 Infinite Loop", "city": "Cupertino",
    "country_area": "CA", "postal_code": "95014",
}  # fmt: skip
GERMAN = {
    "country_code": "DE", "name": "Ann Lee", "street_address": "Unter den Linden 1", "city": "Berlin",
    "postal_code": "10117", "phone": "+49 30 1234567",
}  # fmt: skip


def errors_of(**fields) -> dict:
    return AddressForm({name: value for name, value in fields.items() if value is not None}).errors


@pytest.mark.parametrize("address", [AMERICAN, GERMAN])
def test_what_is_right_comes_out_whole(address):
    form = AddressForm(address)
    assert form.errors == {}
    assert form.cleaned_address == dict.fromkeys(FIELDS, "") | address


@pytest.mark.parametrize("country", [code for code, _name in countries_delivered_to()])
def test_every_country_has_a_form_whose_own_example_is_taken(country):
    rules = rules_of(country)
    form = AddressForm(country=country)
    assert list(form.fields) == ["country_code", *rules.order]
    assert {"street_address", "name", "phone"} <= set(form.fields)
    assert not rules.postal_code_example or rules.is_postal_code(rules.postal_code_example.upper())
    assert all(str(field.label) for field in form.fields.values())


def test_fields_their_order_and_names_are_the_countrys():
    american, german, british = (AddressForm(country=code) for code in ("US", "DE", "GB"))
    assert [field.name for field in american.place_fields][2:] == [
        "street_address", "city", "country_area", "postal_code", "phone"
    ]  # fmt: skip
    assert [field.name for field in german.place_fields][2:] == ["street_address", "postal_code", "city", "phone"]
    assert (str(american["postal_code"].label), str(british["city"].label)) == ("ZIP code", "Town or city")
    assert ("CA", "California") in american.fields["country_area"].choices


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"name": ""}, ["name"]),
        ({"name": " \t "}, ["name"]),
        ({"name": "\u202e"}, ["name"]),
        ({"street_address": "\ufeff\n"}, ["street_address"]),
        ({"city": None}, ["city"]),
        ({"country_area": ""}, ["country_area"]),
        ({"country_area": "Kent"}, ["country_area"]),
        ({"postal_code": "9501"}, ["postal_code"]),
        ({"postal_code": "95014; DROP"}, ["postal_code"]),
        ({"postal_code": "10001"}, ["postal_code"]),  # New York's
        ({"street_address": "a\nb\nc\nd"}, ["street_address"]),
        ({"street_address": "x" * 251}, ["street_address"]),
        ({"name": "nul\x00"}, ["name"]),
        ({"phone": "call me"}, ["phone"]),
        ({"country_code": "DE", "postal_code": "10117"}, []),
        ({"country_code": "KP"}, ["country_code"]),
        ({"country_code": "../../etc/passwd"}, ["country_code"]),
        ({"country_code": ""}, ["country_code"]),
    ],
)
def test_what_is_wrong_is_told_at_its_field(changed, wrong):
    assert list(errors_of(**AMERICAN | changed)) == wrong


def test_blanks_and_small_letters_are_forgiven():
    form = AddressForm(
        GERMAN | {"country_code": "GB", "name": " Ann \n \u202eLee ", "city": "London", "postal_code": "sw1a 1aa"}
    )
    assert form.is_valid()
    assert (form.cleaned_address["name"], form.cleaned_address["postal_code"]) == ("Ann Lee", "SW1A 1AA")


def test_another_country_keeps_what_was_typed_and_calls_nothing_wrong():
    sent = QueryDict(mutable=True)
    sent.update({"to-country_code": "US", "to-name": "Ann Lee", "to-change_country": "1"})
    assert AddressForm.asks_for_country(sent, prefix="to") and not AddressForm.asks_for_country(sent)
    form = AddressForm.for_country(sent, prefix="to")
    assert not form.is_bound and "country_area" in form.fields
    assert 'value="Ann Lee"' in str(form["name"]) and '<option value="US" selected>' in str(form["country_code"])


def test_a_form_begins_in_the_country_that_it_is_told():
    assert AddressForm().rules.country_code == "US"  # the first of SHIP_TO_COUNTRIES
    assert AddressForm(initial={"country_code": "FR"}).rules.country_code == "FR"
    assert AddressForm(initial={"country_code": "FR"}, country="DE").rules.country_code == "DE"
    assert AddressForm(initial={"country_code": "XX"}).rules.country_code == "US"


def test_browsers_know_which_address_to_fill_in():
    assert 'autocomplete="billing postal-code"' in str(AddressForm(purpose="billing")["postal_code"])


def test_a_letter_names_the_country_last_and_no_telephone():
    assert address_lines(AddressForm(GERMAN).initial | dict.fromkeys(FIELDS, "") | GERMAN) == [
        "Ann Lee", "Unter den Linden 1", "10117 BERLIN", "Germany"
    ]  # fmt: skip
