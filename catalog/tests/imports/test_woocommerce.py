from decimal import Decimal

import pytest

from catalog.models import Product, RelatedProduct

pytestmark = pytest.mark.django_db

HEADER = (
    "ID,Type,SKU,Name,Published,Short description,Description,Date sale price starts,Date sale price ends,In stock?,"
    "Stock,"
    "Weight (kg),Length (cm),Sale price,Regular price,Categories,Images,Parent,Upsells,Cross-sells,"
    "Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)\n"
)
ROWS = (
    "9,variation,HOOD-M,Hood - M,1,,,,,1,4,0.5,,,45,,http://i/m.jpg,HOOD,,,Size,M,,\n"
    '1,variable,HOOD,Hood,1,Warm.,"Line one\\nLine two",,,1,,,,,,"Clothing, Clothing > Hoods",'
    'http://i/h.jpg,,,CAP,Size,"S, M",Fabric,Wool\n'
    "8,variation,HOOD-S,Hood - S,1,,,2026-01-01,2090-01-01,1,,,,35,45,,,id:1,,,Size,S,,\n"
    "2,simple,CAP,'=1+1 Cap,1,,,,,0,,0.1,12.5,,16,Caps,,,id:1,,Brim,Wide,,\n"
    "3,variation,LOST,Lost,1,,,,,1,,,,,5,,,NOPE,,,Size,S,,\n"
)


@pytest.fixture
def hood(import_text, product):
    outcome = import_text("woocommerce", HEADER + ROWS)
    assert outcome.code == 3
    assert outcome.reasons == [(6, "Parent", "isn't in this file, so its variation belongs to nothing")]
    return product("1")


def test_variations_find_their_parent_before_and_behind_it_by_sku_and_by_id(hood):
    assert {variant.sku: variant.options for variant in hood.variants.all()} == {
        "HOOD-M": {"size": "M"},
        "HOOD-S": {"size": "S"},
    }
    assert hood.variants.get(sku="HOOD-M").weight_grams == 500
    price = hood.variants.get(sku="HOOD-S").prices.get()
    assert (price.amount, price.sale_amount, price.sale_from.year) == (Decimal(45), Decimal(35), 2026)


def test_only_the_deepest_categories_are_kept_and_options_are_no_attributes(hood):
    assert [category.url_path for category in hood.categories.all()] == ["clothing/hoods"]
    assert hood.attributes == {"fabric": "Wool"}
    assert hood.description == "<p>Line one<br>Line two</p>"


def test_in_stock_without_a_number_sells_and_out_of_stock_does_not(hood, product):
    assert hood.variants.get(sku="HOOD-M").stock.on_hand == 4
    assert hood.variants.get(sku="HOOD-S").stock.on_hand == 100
    assert product("2").variants.get().stock.on_hand == 0


def test_links_join_products_by_sku_and_by_id(hood, product):
    cap = product("2")
    assert set(RelatedProduct.objects.values_list("product", "to", "kind")) == {
        (hood.pk, cap.pk, "cross-sell"),
        (cap.pk, hood.pk, "upsell"),
    }


def test_what_exporters_put_before_a_formula_is_taken_off(hood, product):
    cap = product("2")
    assert cap.title == "=1+1 Cap"
    assert cap.attributes == {"brim": "Wide", "length": 12.5}


def test_drafts_stay_drafts(import_text, product):
    import_text("woocommerce", HEADER + "5,simple,X,Draft,-1,,,,,1,,,,,5,,,,,,,,,\n")
    assert product("5").status == Product.Status.DRAFT
