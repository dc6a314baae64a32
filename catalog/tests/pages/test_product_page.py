import json
import re

import pytest

from catalog.models import Image, Price, Product, Stock, Variant

pytestmark = pytest.mark.django_db


def page_of(client, product):
    answer = client.get(product.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def structured(page):
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]


def test_variants_are_chosen_without_a_script(client, make_product):
    product = make_product(1, sizes=("S", "M", "L"))
    Stock.objects.filter(variant__sku="blue-mug-1-S").update(on_hand=0)
    page = page_of(client, product)
    buttons = re.findall(r'<input type="radio" name="variant"[^>]*>', page)
    assert len(buttons) == 3
    assert "disabled" in buttons[0]
    assert "checked" in buttons[1]  # the first that can be bought
    assert 'method="post" action="/cart/add/"' in page


def test_two_options_make_rows_and_very_many_a_select(client, make_product, relay):
    product = make_product(1, sizes=())
    for number, (colour, size) in enumerate((c, s) for c in ("Blue", "Red") for s in range(4)):
        options = {"colour": colour, "size": str(size)}
        variant = Variant.objects.create(product=product, sku=f"v{number}", options=options, position=number)
        Price.objects.create(variant=variant, currency="USD", amount=5)
        Stock.objects.create(variant=variant, on_hand=5)
    assert page_of(client, product).count('class="choice__row"') >= 2
    Variant.objects.bulk_create(Variant(product=product, sku=f"w{n}", options={"size": f"{n}"}) for n in range(60))
    relay()
    assert '<select id="variant" name="variant">' in page_of(client, product)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"sale": "15.00"}, ["$15.00", "$20.00", "Sale price"]),
        ({"price": None}, ["Not for sale now"]),
        ({"on_hand": 0}, ["Sold out"]),
        ({"on_hand": 2}, ["Few left", "Add to cart"]),
        ({"sizes": ("",)}, ['type="hidden" name="variant"', "Add to cart"]),
        ({"sizes": ()}, ["Not for sale now"]),
        ({"picture": False}, ['class="placeholder tint-']),
        ({"reviews": 0}, ["Nobody has written about it yet."]),
    ],
)
def test_every_state_is_said(client, make_product, columns, words):
    page = page_of(client, make_product(1, **columns))
    for word in words:
        assert word in page


def test_pictures_have_sizes_formats_and_one_is_fetched_first(client, make_product):
    product = make_product(1)
    Image.objects.bulk_create([Image(product=product, file="products/b.jpg", width=100, height=50, position=2)])
    page = page_of(client, product)
    assert "/media/t/gallery-1080/products/mug%201.jpg.avif 810w" in page  # 900×1200 within 1080×1080
    assert 'width="900" height="1200"' in page  # never enlarged to 1600
    assert page.count('fetchpriority="high"') == 1
    assert all("width=" in image and "height=" in image for image in re.findall(r"<img [^>]*>", page))


def test_says_to_machines_what_it_says_to_people(client, make_product):
    product = make_product(1, sale="15.00")
    told, breadcrumb = structured(page_of(client, product))
    assert told["@type"] == "Product"
    assert [offer["price"] for offer in told["offers"]] == ["15.00", "15.00"]
    assert told["offers"][0]["availability"] == "https://schema.org/InStock"
    assert told["aggregateRating"]["reviewCount"] == 1
    assert [step["name"] for step in breadcrumb["itemListElement"]] == ["Kitchen", "Mugs", "Blue mug 1"]


def test_nothing_a_seller_or_reviewer_writes_becomes_markup(client, make_product):
    nasty = '</script><script>alert(1)</script><img src=x onerror=alert(1)> "&{{ 7|add:7 }}'
    product = make_product(1, title=nasty, part_number=nasty[:120])
    product.reviews.update(author=nasty[:80], title=nasty, text=nasty)
    page = page_of(client, product)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert structured(page)[0]["name"] == nasty


@pytest.mark.parametrize("columns", [{"status": "draft"}, {"status": "archived"}, {"publish_at": "2999-01-01T00:00Z"}])
def test_only_live_products_have_a_page(client, make_product, columns):
    make_product(1, **columns)
    assert client.get("/p/blue-mug-1/").status_code == 404


def test_an_old_address_redirects_for_good(client, make_product):
    make_product(1)
    Product.objects.update(slug="azure-mug")
    answer = client.get("/p/blue-mug-1/")
    assert (answer.status_code, answer["Location"]) == (301, "/p/azure-mug/")
