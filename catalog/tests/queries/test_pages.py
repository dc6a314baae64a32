"""Navigation, addresses, the product page and the home page: what they hold, in how many queries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import Image, Price, Product, RelatedProduct, Stock, Variant
from catalog.queries.categories import category_by_path, old_address
from catalog.queries.home import home_page
from catalog.queries.navigation import navigation
from catalog.queries.products import product_page
from catalog.tests.queries.shop_of import category, facet, product

pytestmark = pytest.mark.django_db


@pytest.fixture
def tops():
    return category("Tops", category("Men"))


def test_navigation_is_one_query(tops, django_assert_num_queries):
    category("Women")
    category("Tees", tops)
    hidden = category("Hidden", tops)
    hidden.is_active = False
    hidden.save()
    category("Elsewhere", category("Deeper", tops))
    with django_assert_num_queries(1):
        found = navigation(tops)
    assert [one.name for one in found.menu] == ["Men", "Women"]
    assert [one.name for one in found.ancestors] == ["Men"]
    assert [one.name for one in found.children] == ["Tees", "Deeper"]
    assert [one.name for one in navigation().menu] == ["Men", "Women"]


def test_categories_are_found_by_path_and_old_addresses_lead_on(tops):
    assert category_by_path("men/tops") == tops
    assert category_by_path("tops") is None
    tee = product("Tee", tops)
    tee.slug = "plain-tee"
    tee.save()
    tops.slug = "shirts"
    tops.save()
    assert old_address("/p/tee/") == "/p/plain-tee/"
    assert old_address("c/men/tops") == "/c/men/shirts/"
    assert old_address("/p/never/") is None


def test_an_old_address_of_a_hidden_category_leads_nowhere(tops):
    tops.slug = "shirts"
    tops.is_active = False
    tops.save()
    assert old_address("/c/men/tops/") is None


@pytest.fixture
def tee(tops):
    """Two sizes and one no longer sold; on sale in M, not for sale in L; pictures, reviews, a related product."""
    facet("size")
    facet("weight", kind="number", unit="g")
    made = product("Tee", tops, brand="Acme", attributes={"weight": 200.0, "secret": "x"}, price=None)
    made.variants.update(is_active=False)
    for place, size in enumerate("ML"):
        variant = Variant.objects.create(product=made, sku=f"tee-{size}", options={"size": size}, position=place)
        Stock.objects.create(variant=variant, on_hand=10)
        Price.objects.create(variant=variant, currency="EUR", amount=9)
        if size == "M":
            Price.objects.create(variant=variant, currency="USD", amount=20, sale_amount=15)
    Image.objects.bulk_create(
        [
            Image(product=made, file="a.jpg", position=2, width=10, height=20),
            Image(product=made, file="b.jpg", position=1, width=30, height=40),
            Image(product=made, source_url="http://example.com/c.jpg"),
        ]
    )
    Image.objects.filter(file="b.jpg").update(width=None)  # as when a file was lost before it was measured
    for number in range(12):
        made.reviews.create(author=f"A{number}", rating=5, text="Good", status="approved" if number else "pending")
    RelatedProduct.objects.create(product=made, to=product("Cap", tops))
    return made


def test_the_product_page_holds_all_in_four_queries(tee, tops, django_assert_num_queries):
    # 1. product, brand, pictures, names, category, related ids; 2. variants and offers; 3. reviews; 4. related products
    with django_assert_num_queries(4):
        page = product_page("tee")
        assert page.product.brand.name == "Acme"
        assert [str(image.file) for image in page.gallery] == ["b.jpg", "a.jpg"]
        assert (page.gallery[1].width, page.gallery[1].height) == (10, 20)
        assert [(v.sku, v.offer and v.offer.current, v.stock_band) for v in page.variants] == [
            ("tee-M", 15, 2),
            ("tee-L", None, 2),
        ]
        assert (page.options, page.option_names) == ({"size": ["M", "L"]}, {"size": "Size"})
        assert page.attributes == [("Weight", "200 g")]
        assert len(page.reviews) == 10
        assert [one.title for one in page.related] == ["Cap"]
        assert page.category == tops and page.category.path == tops.path


def test_without_related_products_the_category_fills_in(tops):
    product("Tee", tops)
    product("Cap", tops)
    assert [one.title for one in product_page("tee").related] == ["Cap"]


def test_a_bare_product_has_a_page():
    Product.objects.create(title="Bare", slug="bare", status="published")
    page = product_page("bare")
    assert (page.gallery, page.variants, page.options, page.related, page.category) == ([], [], {}, [], None)


@pytest.mark.parametrize(
    "columns",
    [
        {"status": "draft"},
        {"status": "archived"},
        {"publish_at": timezone.now() + timedelta(hours=1)},
        {"unpublish_at": timezone.now() - timedelta(hours=1)},
    ],
)
def test_what_is_not_live_has_no_page(tops, columns):
    tee = product("Tee", tops)
    Product.objects.filter(pk=tee.pk).update(**columns)
    assert product_page("tee") is None
    assert product_page("never") is None


def test_the_home_page_is_four_queries(tops, django_assert_num_queries):
    tee = product("Tee", tops, popularity=5, brand="Acme")
    product("Cap", tops, popularity=9)
    Price.objects.filter(variant__product=tee).update(sale_amount=5)
    # 1. popular; 2. newest; 3. on sale; 4. categories
    with django_assert_num_queries(4):
        page = home_page()
        assert [one.title for one in page.popular] == ["Cap", "Tee"]
        assert [one.title for one in page.newest] == ["Cap", "Tee"]
        assert [one.title for one in page.on_sale] == ["Tee"]
        assert [one.name for one in page.categories] == ["Men"]
        assert page.on_sale[0].brand.name == "Acme"
