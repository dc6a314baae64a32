from decimal import Decimal

import pytest

pytestmark = pytest.mark.django_db

FEED = """<?xml version="1.0"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Shop</title>
<item><g:id>M1</g:id><title>Mug &amp; Saucer</title><description>&lt;b&gt;Good&lt;/b&gt;</description>
  <g:price>15.00 USD</g:price><g:sale_price>12 USD</g:sale_price><g:availability>in stock</g:availability>
  <g:product_type>Kitchen &gt; Mugs</g:product_type><g:gtin>4006381333931</g:gtin><g:brand>Halden</g:brand>
  <g:image_link>http://i/1.jpg</g:image_link><g:additional_image_link>http://i/2,3.jpg</g:additional_image_link>
  <g:product_detail><g:section_name>General</g:section_name><g:attribute_name>Height</g:attribute_name>
    <g:attribute_value>9 cm</g:attribute_value></g:product_detail></item>
<item><g:id>T-S</g:id><title>Tee</title><g:price>EUR 20.00</g:price><g:availability>out_of_stock</g:availability>
  <g:item_group_id>TEE</g:item_group_id><g:size>S</g:size><g:color>Red</g:color></item>
<item><g:id>BAD</g:id><title>Bad</title><g:price>cheap</g:price></item>
<item><g:id>T-M</g:id><title>Tee</title><g:price>EUR 21.00</g:price><g:availability>in_stock</g:availability>
  <g:item_group_id>TEE</g:item_group_id><g:size>M</g:size><g:color>Red</g:color>
  <g:shipping_weight>0.2 kg</g:shipping_weight></item>
</channel></rss>"""


def test_xml_items_and_groups(import_text, product):
    outcome = import_text("google", FEED, name="feed.xml")
    assert outcome.code == 3
    assert outcome.reasons == [(11, "price", "isn't a number like 1234.50")]
    mug, tee = product("M1"), product("TEE")
    assert (mug.title, mug.description, mug.brand.name) == ("Mug & Saucer", "<p><b>Good</b></p>", "Halden")
    assert (mug.price, mug.list_price) == (Decimal(12), Decimal(15))
    assert mug.attributes == {"height": "9 cm"}
    assert [image.source_url for image in mug.images.all()] == ["http://i/1.jpg", "http://i/2,3.jpg"]
    assert mug.variants.get().barcodes == ["4006381333931"]
    assert [variant.options for variant in tee.variants.all()] == [
        {"size": "S", "color": "Red"},
        {"size": "M", "color": "Red"},
    ]
    assert tee.variants.get(sku="T-M").prices.get().currency == "EUR"
    assert tee.variants.get(sku="T-M").weight_grams == 200


def test_tsv_with_the_names_of_the_help_page(import_text, product):
    text = "id\ttitle\tprice\tavailability\timage link\nA\tMug\t9.50\tin stock\thttp://i/a.jpg\n"
    outcome = import_text("google", text, name="feed.tsv", currency="EUR")
    assert outcome.code == 0
    assert product("A").variants.get().prices.get().currency == "EUR"
    assert product("A").images.get().source_url == "http://i/a.jpg"


def test_what_came_before_broken_xml_is_kept(import_text, product):
    outcome = import_text("google", FEED.replace("<item><g:id>BAD", "<item><g:id>BAD</oops>"), name="feed.xml")
    assert outcome.code == 1
    assert "isn't well-formed XML" in outcome.err
    assert "line 11" in outcome.err
    assert product("M1")


def test_a_doctype_is_refused_before_its_entities_can_grow(import_text):
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><item><id>&b;</id></item></rss>'
    outcome = import_text("google", bomb, name="feed.xml")
    assert outcome.code == 1
    assert "DOCTYPE" in outcome.err
