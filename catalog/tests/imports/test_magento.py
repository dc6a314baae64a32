from decimal import Decimal

import pytest
from PIL import Image as Picture

from catalog.models import Category, RelatedProduct

pytestmark = pytest.mark.django_db

PRODUCTS = (
    "sku,store_view_code,product_type,categories,name,description,weight,product_online,visibility,price,special_price,"
    "url_key,"
    "base_image,additional_images,additional_attributes,qty,is_in_stock,configurable_variations\n"
    'H1-S,,simple,"Default Category/Men/Tops,Default Category",Hoodie-S,,1,1,Not Visible Individually,52,,h-s,'
    '/s.jpg,,"size=S",100,1,\n'
    'H1,,configurable,"Default Category/Men/Tops,Default Category/Men",Hoodie,"<p>Soft &bull; warm.\n</p>",,1,'
    '"Catalog, Search",52,,,'
    '/h.jpg,"/h2.jpg,/none.jpg","has_options=1,material=Wool&reg;|Cotton,climate=Cool",0,1,'
    '"sku=H1-S,size=S,color=Red|sku=H1-M,size=M,color=Red|sku=H1-XL,size=XL,color=Red"\n'
    "H1-M,,simple,,Hoodie-M,,1,1,Not Visible Individually,54,50,h-m,,,,0,1,\n"
    "H1,de,configurable,,Kapuze,,,1,,,,,,,,,,\n"
    "ALONE,,simple,,Nobody's,,1,1,Not Visible Individually,5,,,,,,1,1,\n"
)
GEAR = "category,name,sku,price,qty,description,material,new\n"
GEAR += '"Gear\nBags\nCollections\nEco","Bag &trade;",B1,34,7,,"Nylon\nWool",1\n'
CATEGORIES = "name,url_key,path,active,position\nMen,men,,1,2\nCollections,collections,,0,\n"
LINKS = 'sku,linked_sku\n"H1\nB1","B1\nH1-S\nGONE"\n'
REVIEWS = "sku,rating_code,rating_value,title,review,reviewer,email\nB1,Rating,4,Fine,It holds.,Ann,a@example.com\n"
REVIEWS += "B1,Rating,9,Bad,No.,Bob,\nGONE,Rating,3,x,y,z,\n"
IMAGES = "sku,image\nB1,/b1.jpg\nH9,/x.jpg\nB1,/b2.jpg\n"


@pytest.fixture
def files(tmp_path):
    contents = {"reviews.csv": REVIEWS, "links_related.csv": LINKS, "images.csv": IMAGES, "gear.csv": GEAR,
                "products.csv": PRODUCTS, "categories.csv": CATEGORIES,
                "tax_rate.csv": "code,rate\nUS,8\n"}  # fmt: skip
    paths = [tmp_path / name for name in contents]
    for path in paths:
        path.write_text(contents[path.name])
    return paths


@pytest.fixture
def imported(files, import_files, tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "stored")
    (tmp_path / "media").mkdir()
    Picture.new("RGB", (30, 40), "red").save(tmp_path / "media/h.jpg")
    return import_files("magento", *files, media=str(tmp_path / "media"))


def test_every_file_is_known_by_its_header_and_read_in_the_right_order(imported, product):
    assert imported.code == 3
    assert "tax_rate.csv" in imported.err
    assert {(told["file"], told["line"], told["reason"]) for told in imported.remarks if told["refused"]} == {
        ("products.csv", 7, "isn't visible, and no configurable product in this file names it"),
        ("links_related.csv", 2, "isn't in the catalogue"),
        ("images.csv", 3, "isn't in the catalogue"),
        ("reviews.csv", 3, "isn't a whole number from 1 to 5"),
        ("reviews.csv", 4, "isn't in the catalogue"),
    }
    assert [(told["line"], told["field"]) for told in imported.remarks if not told["refused"]] == [
        (6, "store_view_code")
    ]


def test_parents_take_their_variants_from_before_and_behind(imported, product):
    hoodie = product("H1")
    assert hoodie.slug == "hoodie"  # an empty url_key is no matter
    assert {v.sku: (v.options, v.stock.on_hand) for v in hoodie.variants.all()} == {
        "H1-S": ({"size": "S", "color": "Red"}, 100),
        "H1-M": ({"size": "M", "color": "Red"}, 0),
    }
    price = hoodie.variants.get(sku="H1-M").prices.get()
    assert (price.amount, price.sale_amount) == (Decimal(54), Decimal(50))
    assert hoodie.attributes == {"material": ["Wool®", "Cotton"], "climate": "Cool"}
    assert [category.url_path for category in hoodie.categories.all()] == ["men/tops"]


def test_pictures_of_the_folder_are_taken_and_missing_ones_are_normal(imported, product):
    hoodie = product("H1")
    assert [image.source_url for image in hoodie.images.all()] == ["/h.jpg", "/h2.jpg", "/none.jpg", "/s.jpg"]
    assert (hoodie.image_width, hoodie.image_height) == (30, 40)
    assert hoodie.images.get(source_url="/s.jpg").variant.sku == "H1-S"


def test_gear_links_images_and_reviews(imported, product):
    bag, hoodie = product("B1"), product("H1")
    assert bag.title == "Bag ™"
    assert {category.url_path for category in bag.categories.all()} == {"gear/bags", "collections/eco"}
    assert Category.objects.get(url_path="collections").is_active is False
    assert [image.source_url for image in bag.images.all()] == ["/b1.jpg", "/b2.jpg"]
    assert set(RelatedProduct.objects.values_list("product", "to")) == {(hoodie.pk, bag.pk), (bag.pk, hoodie.pk)}
    assert (bag.rating, bag.rating_count) == (4, 1)
    assert bag.reviews.get().status == "approved"
    assert bag.attributes == {"material": ["Nylon", "Wool"]}


def test_links_need_a_name_that_tells_their_kind(tmp_path, import_files):
    (tmp_path / "things.csv").write_text(LINKS)
    outcome = import_files("magento", tmp_path / "things.csv")
    assert outcome.code == 1
    assert "must hold related, upsell or crosssell" in outcome.err
