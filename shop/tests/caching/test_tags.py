"""Tags of what is shown, and the parents that stand for them where they are too many."""

import pytest
from django.http import HttpResponse
from django.urls import path

from shop.caching.pages import TwoPassView
from shop.caching.policy import Shared
from shop.caching.tags import MOST_BYTES, collect, collecting, with_parents
from shop.urls import urlpatterns as ours


class Many(TwoPassView):
    policy = Shared("SHORT")

    def first_pass(self, page, number):
        collect(*(f"p{product}" for product in range(number)), "cards", "menu")
        return HttpResponse("many")


urlpatterns = [path("many/<int:number>/", Many.as_view()), *ours]


@pytest.mark.parametrize("number", [10, 400, 1000, 100_000])
def test_a_header_is_short_and_every_change_is_in_it(number):
    shown = [f"{kind}{thing}" for kind in ("p", "pc", "c", "o") for thing in range(number // 4)] + ["menu", "cards"]
    with collecting() as collected:
        collect(*shown)
    header = collected.header()
    assert len(header) <= MOST_BYTES
    carried = set(header.split())
    for tag in shown:
        assert carried & set(with_parents([tag])), tag


def test_what_fits_is_named_itself():
    with collecting() as collected:
        collect("p1", "p129", "menu")
    assert collected.header() == "p1 p129 menu"


def test_visitors_tags_have_no_parents():
    assert with_parents(["u7", "k135", "p135"]) == ["u7", "k135", "p135", "p~7"]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("cdn", "header", "between"), [("fastly", "Surrogate-Key", " "), ("cloudflare", "Cache-Tag", ",")]
)
def test_a_cdn_is_given_keys_that_it_can_take(client, settings, cdn, header, between):
    """Fastly and Cloudflare take 16 kB, Cloudflare 1,000 tags."""
    settings.CDN = cdn
    answer = client.get("/many/5000/")
    assert len(answer[header]) <= MOST_BYTES
    assert answer[header].split(between) == answer["xkey"].split()
    assert len(answer["xkey"].split()) <= 1000
