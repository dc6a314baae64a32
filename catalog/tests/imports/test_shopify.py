from decimal import Decimal

import pytest

from catalog.models import Product

pytestmark = pytest.mark.django_db

HEADER = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
    "Variant SKU,"
    "Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Image Position\r\n"
)
TEE = (
    'tee,Plain Tee,"<p>Soft.</p>\n<script>x</script>",Acme,Shirts,"men, cotton",true,Colour,Red,Size,S,,150,3,20,25,http://i/r.jpg,2\r\n'
    "tee,,,,,,,,Blue,,M,TEE-BLUE,150,0,20,15,http://i/b.jpg,1\r\n"
    "tee,,,,,,,,,,,,,,,,http://i/c.jpg,3\r\n"
    "cap,Cap,,,,women,false,Title,Default Title,,,,,,9.5,,,\r\n"
)


@pytest.fixture
def tee(import_text, product):
    outcome = import_text("shopify", HEADER + TEE)
    assert (outcome.code, outcome.remarks) == (0, [])
    return product("tee")


def test_rows_of_one_handle_are_one_product(tee):
    assert tee.title == "Plain Tee"
    assert tee.brand.name == "Acme"
    assert [category.url_path for category in tee.categories.all()] == ["shirts"]
    assert tee.description == "<p>Soft.</p>"
    assert tee.status == Product.Status.PUBLISHED


def test_options_are_read_from_the_first_row_and_colour_is_color(tee):
    variants = {variant.sku: variant for variant in tee.variants.all()}
    assert variants["tee-red-s"].options == {"color": "Red", "size": "S"}
    assert variants["TEE-BLUE"].options == {"color": "Blue", "size": "M"}
    assert variants["tee-red-s"].weight_grams == 150
    assert [variants[sku].stock.on_hand for sku in ("tee-red-s", "TEE-BLUE")] == [3, 0]


def test_a_higher_compare_at_price_is_a_sale_a_lower_one_is_nothing(tee):
    red, blue = (tee.variants.get(sku=sku).prices.get() for sku in ("tee-red-s", "TEE-BLUE"))
    assert (red.amount, red.sale_amount) == (Decimal(25), Decimal(20))
    assert (blue.amount, blue.sale_amount) == (Decimal(20), None)


def test_image_rows_are_no_variants_and_keep_the_files_order(tee):
    assert tee.variants.count() == 2
    assert [image.source_url for image in tee.images.all()] == ["http://i/b.jpg", "http://i/r.jpg", "http://i/c.jpg"]
    assert tee.image_file == ""  # an address is recorded, never fetched


def test_default_title_is_no_option_and_unpublished_is_a_draft(tee, product):
    cap = product("cap")
    assert cap.status == Product.Status.DRAFT
    assert cap.variants.get().options == {}
    assert cap.variants.get().sku == "cap"
    assert [category.name for category in cap.categories.all()] == ["Women"]


def test_one_bad_variant_is_refused_alone(import_text, product):
    outcome = import_text("shopify", HEADER + TEE.replace(",M,TEE-BLUE,150,0,20,15", ",M,TEE-BLUE,150,0,-20,15"))
    assert outcome.code == 3
    assert outcome.reasons == [(4, "sale Variant Price", "isn't zero or more")]
    assert product("tee").variants.count() == 1


def test_another_csv_is_said_to_be_none_of_shopifys(import_text):
    outcome = import_text("shopify", "id,name\n1,Mug\n")
    assert outcome.code == 1
    assert "isn't Shopify's product CSV: it has no column Handle, Title, Variant Price" in outcome.err
