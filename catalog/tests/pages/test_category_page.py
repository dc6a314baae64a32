import re

import pytest

from catalog.models import Category

pytestmark = pytest.mark.django_db


def titles(answer):
    return re.findall(r'class="card__link" href="[^"]+">([^<]+)<', answer.content.decode())


def test_shows_its_products_children_facets_and_place(client, make_shop):
    make_shop(3)
    page = client.get("/c/kitchen/").content.decode()
    assert 'href="/c/kitchen/mugs/"' in page
    assert 'name="colour" value="Blue"' in page
    assert '<link rel="canonical" href="http://testserver/c/kitchen/">' in page
    assert '"@type":"BreadcrumbList"' in page
    assert "3 products" in page


def test_facets_narrow_and_can_be_taken_back(client, make_shop):
    make_shop(4)
    answer = client.get("/c/kitchen/?colour=Red&utm_source=mail&nonsense=1")
    assert titles(answer) == ["Blue mug 1", "Blue mug 3"]
    page = answer.content.decode()
    assert re.search(r'name="colour" value="Red"[^>]* checked', page)
    assert 'class="chip chip--active" href="/c/kitchen/"' in page
    assert 'content="noindex, follow"' in page


def test_sorts_by_price_with_the_unpriced_last(client, make_product):
    make_product(1, price="30.00")
    make_product(2, price=None)
    make_product(3, price="10.00")
    assert titles(client.get("/c/kitchen/?sort=price")) == ["Blue mug 3", "Blue mug 1", "Blue mug 2"]


def test_pages_link_to_each_other(client, make_shop):
    make_shop(26)
    first, second = client.get("/c/kitchen/"), client.get("/c/kitchen/?page=2")
    assert len(titles(first)) == 24
    assert titles(second) == ["Blue mug 24", "Blue mug 25"]
    assert 'href="/c/kitchen/?page=2" rel="next"' in first.content.decode()
    assert 'href="/c/kitchen/" rel="prev"' in second.content.decode()
    assert 'href="http://testserver/c/kitchen/?page=2"' in second.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "1e3", "99999999999999999999", "", "1.0", "%EF%BC%92"])
def test_a_page_that_does_not_exist_is_404(client, make_shop, page):
    make_shop(1)
    answer = client.get(f"/c/kitchen/?page={page}")
    assert answer.status_code == 404
    assert "Nothing inside this one" in answer.content.decode()


def test_an_old_address_redirects_for_good(client, make_shop):
    make_shop(1)
    Category.objects.filter(slug="kitchen").update(slug="cooking")
    answer = client.get("/c/kitchen/mugs/")
    assert (answer.status_code, answer["Location"]) == (301, "/c/cooking/mugs/")


def test_an_inactive_category_is_gone(client, make_shop):
    make_shop(1)
    Category.objects.filter(slug="mugs").update(is_active=False)
    assert client.get("/c/kitchen/mugs/").status_code == 404
