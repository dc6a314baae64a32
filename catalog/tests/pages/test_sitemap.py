from xml.etree import ElementTree

import pytest

from catalog import sitemaps
from catalog.models import Product

pytestmark = pytest.mark.django_db
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(client, path):
    answer = client.get(path)
    assert answer["Content-Type"].startswith("application/xml")
    return [element.text for element in ElementTree.fromstring(answer.content).findall(".//s:loc", SPACE)]


def test_every_live_page_is_listed_once(client, make_shop, monkeypatch):
    monkeypatch.setattr(sitemaps, "SHARD", 2)
    products = make_shop(5)
    Product.objects.filter(pk=products[0].pk).update(status="draft")
    listed = [found for part in locations(client, "/sitemap.xml") for found in locations(client, part)]
    assert len(listed) == len(set(listed))
    assert "http://testserver/" in listed
    assert "http://testserver/pages/about/" in listed
    assert "http://testserver/c/kitchen/mugs/" in listed
    assert sum("/p/" in found for found in listed) == 4


@pytest.mark.parametrize("name", ["nonsense", "products", "products-", "products-x", "products-99999999999", "pages-1"])
def test_unknown_sections_are_404(client, tree, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_robots_know_the_sitemap_and_not_the_admin(client, settings):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /cart/" in text
    assert settings.ADMIN_PATH not in text
