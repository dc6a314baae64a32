"""The mapping language, by files of every kind."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from catalog.models import Attribute

pytestmark = pytest.mark.django_db

WHOLE = """
source = "whole"
nulls = ["NA"]
images = [{ column = "pictures", split = " " }]
[product]
source_id = "id"
title = { columns = ["display", "name"] }
brand = { constant = "Acme" }
part_number = { column = "code", pattern = '^([A-Z]+\\d+)' }
short_description = { template = "{name} in {colour}" }
created_at = "released"
popularity = { multiply = ["votes", "stars"], scale = 10 }
status = { column = "state", words = { on = "published", off = "draft" } }
[variant]
sku = { template = "W-{id}" }
barcodes = { column = "ean", split = "|" }
weight = "kilos"
weight_unit = "kg"
[price]
EUR = "eur"
[price.USD]
amount = "cents"
sale_amount = "sale_cents"
unit = "cents"
[stock]
constant = 7
[attributes]
colour = { column = "colour", split = "/", name = "Colour", facet = true }
height = { column = "height", kind = "number", unit = "cm" }
[[attribute_pairs]]
column = "more"
list = "|"
leave_out = ["skip"]
facets = ["fit"]
[attribute_prefixes]
boolean = "is_"
leave_out = ["old*"]
[categories]
under = "Wares"
rules = [{ then = "Mugs > Big", name = 'mug', height = '^1\\d$' }, { then = "Mugs", name = 'mug' }]
default = "Rest"
"""
ROWS = """id,display,name,code,colour,released,votes,stars,state,ean,kilos,eur,cents,sale_cents,pictures,height,\
more,is_new,is_old
1,NA,Mug,AB12-x,Red/Blue,2020-05-01,3,4.5,on,4006381333931|12,0.25,9.50,1999,1499,http://i/1 http://i/2,12,"fit=A|B,skip=1,empty=",TRUE,TRUE
2,Plate,plate,,Red,NA,,,off,,,NA,,,,NA,,NA,
"""


@pytest.fixture
def imported(import_text, mapping):
    outcome = import_text("csv", ROWS, mapping=mapping(WHOLE))
    assert (outcome.code, outcome.remarks) == (0, [])


def test_every_kind_of_field(imported, product):
    mug = product("1")
    assert (mug.title, mug.brand.name, mug.part_number) == ("Mug", "Acme", "AB12")
    assert mug.short_description == "Mug in Red/Blue"
    assert mug.created_at == datetime(2020, 5, 1, tzinfo=UTC)
    assert (mug.popularity, mug.status) == (135, "published")
    assert mug.attributes == {"colour": ["Red", "Blue"], "height": 12, "fit": ["A", "B"], "new": True}
    assert [image.source_url for image in mug.images.all()] == ["http://i/1", "http://i/2"]
    assert [category.url_path for category in mug.categories.all()] == ["wares/mugs/big"]


def test_the_variant_with_prices_in_two_currencies(imported, product):
    variant = product("1").variants.get()
    assert (variant.sku, variant.barcodes, variant.weight_grams) == ("W-1", ["4006381333931"], 250)
    assert variant.stock.on_hand == 7
    assert set(variant.prices.values_list("currency", "amount", "sale_amount")) == {
        ("EUR", Decimal("9.50"), None),
        ("USD", Decimal("19.99"), Decimal("14.99")),
    }


def test_words_for_nothing_are_nothing(imported, product):
    plate = product("2")
    assert (plate.title, plate.status, plate.price) == ("Plate", "draft", None)
    assert plate.attributes == {"colour": ["Red"]}
    assert [category.url_path for category in plate.categories.all()] == ["wares/rest"]
    assert plate.variants.get().prices.count() == 0


def test_attributes_are_declared_with_kind_unit_and_facet(imported):
    found = {a.code: (a.kind, a.unit, a.is_facet) for a in Attribute.objects.exclude(code="brand")}
    assert found == {
        "colour": ("text", "", True),
        "height": ("number", "cm", False),
        "fit": ("text", "", True),
        "new": ("boolean", "", False),
    }


def test_a_code_keeps_its_kind(import_text, mapping, product):
    """Another file's `height` is a text: it gets a code of its own instead of breaking the number facet."""
    Attribute.objects.create(code="height", name="Height", kind="number")
    by_prefix = '[product]\nsource_id = "id"\ntitle = "t"\n[attribute_prefixes]\ntext = "a_"\n'
    import_text("csv", "id,t,a_height\n1,Mug,tall\n", mapping=mapping(by_prefix))
    assert product("1").attributes == {"height-text": "tall"}


def test_a_file_without_header_is_read_by_position(import_text, mapping, product):
    by_position = 'header = ["id", "", "name"]\ndelimiter = ";"\n[product]\nsource_id = "id"\ntitle = "name"\n'
    assert import_text("csv", "7;x;Bowl\n", mapping=mapping(by_position)).code == 0
    assert product("7").title == "Bowl"


NESTED = """
records = "goods"
variants = "sizes"
[product]
source_id = "id"
title = "text.en"
[variant]
sku = "sku"
[options]
Size = "label"
[price]
USD = "offers.0.price"
[categories]
column = "path"
separator = "/"
"""


def test_json_with_nested_values_and_variants(import_text, mapping, product):
    text = """{"made": {"by": ["x", {"goods": 1}]}, "goods": [
      {"id": 5, "text": {"en": "Tee \\u00e9"}, "path": ["Men/Tops", "Sale"],
       "sizes": [{"sku": "T-S", "label": "S", "offers": [{"price": 10}]},
                 {"sku": "T-M", "label": "M", "offers": [{"price": 12.5}]}]},
      17,
      {"id": "6", "text": {"en": "NUL \\u0000"}}
    ], "more": []}"""
    outcome = import_text("json", text, mapping=mapping(NESTED))
    assert outcome.code == 3
    assert outcome.reasons == [(5, "", "isn't a JSON object"), (6, "", "holds a NUL byte")]
    tee = product("5")
    assert tee.title == "Tee é"
    assert {v.sku: (v.options, v.prices.get().amount) for v in tee.variants.all()} == {
        "T-S": ({"size": "S"}, Decimal(10)),
        "T-M": ({"size": "M"}, Decimal("12.5")),
    }
    assert {category.url_path for category in tee.categories.all()} == {"men/tops", "sale"}


def test_invented_stock_is_always_the_same_and_none_without_a_price(import_text, mapping, product):
    invented = (
        '[product]\nsource_id = "id"\ntitle = "t"\n[price]\nUSD = "p"\n'
        "[stock]\nleast = 1\nmost = 90\nonly_with_price = true\n"
    )
    import_text("csv", "id,t,p\n1,Mug,5\n2,Old mug,\n", mapping=mapping(invented))
    first = product("1").variants.get().stock.on_hand
    assert 1 <= first <= 90
    assert product("2").variants.get().stock.on_hand == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("[product]\ntitle = 'x'\n", "[product] must say where source_id comes from"),
        ("[product]\nsource_id = 'x'\ntitel = 'x'\n", "[product] says titel; known are"),
        ("[product]\nsource_id = 'i'\ntitle = {kolumn = 'x'}\n", "[product] title says kolumn"),
        ("[product]\nsource_id = 'i'\ntitle = 't'\n[price]\nDollar = 'x'\n", "in a currency like USD"),
        (
            "[product]\nsource_id = 'i'\ntitle = 't'\n[categories]\nrules = [{then = 'A', t = '('}]\n",
            "isn't a regular expression",
        ),
        ("[product]\nsource_id = 'i'\ntitle = 't'\n[categories]\nrules = [{then = 'A', t = 'Mug'}]\n", "has capitals"),
        ("[product", "can't be read as TOML"),
    ],
)
def test_a_bad_mapping_is_told_in_one_sentence(wrong, said, import_text, mapping):
    outcome = import_text("csv", "i,t\n1,x\n", mapping=mapping(wrong))
    assert outcome.code == 1
    assert said in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1


def test_mappings_that_ship_can_be_named_and_others_are_listed(import_text):
    outcome = import_text("jsonl", "{}", mapping="nonesuch")
    assert outcome.code == 1
    assert "brickset, icecat" in outcome.err
