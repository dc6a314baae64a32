import pytest

from catalog.models import Product

pytestmark = pytest.mark.django_db


def test_finds_and_keeps_the_words(client, make_shop):
    make_shop(3)
    page = client.get("/search/?q=blue++mug").content.decode()
    assert "Results for “blue mug”" in page
    assert 'value="blue mug"' in page
    assert 'content="noindex, follow"' in page
    assert page.count('class="card"') == 3


def test_says_when_nothing_is_found_and_where_to_go_on(client, make_shop):
    make_shop(1)
    page = client.get("/search/?q=zzzzqqqq").content.decode()
    assert "Nothing found for “zzzzqqqq”" in page
    assert 'class="chip" href="/c/kitchen/"' in page


@pytest.mark.parametrize("query", ["", "?q=", "?q=+++", "?q"])
def test_no_words_are_an_invitation(client, tree, query):
    assert "Type a word, a brand or a part number" in client.get(f"/search/{query}").content.decode()


@pytest.mark.parametrize(
    "words",
    [
        "' OR 1=1 --",
        "'; DROP TABLE catalog_product; --",
        "<script>alert(1)</script>",
        "{{ 7|add:7 }}",
        "!&|():*<->",
        "\\",
        "%",
        "_" * 200,
        "é" * 3000,
        "\u202e\u0007",
        "🪆",
    ],
)
def test_any_words_get_a_page(client, make_shop, words):
    make_shop(1)
    for path in ("/search/", "/search/suggest/", "/c/kitchen/"):
        answer = client.get(path, {"q": words})
        assert answer.status_code in {200, 414}
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/c/kitchen/", "/p/blue-mug-1/", "/search/", "/search/suggest/", "/pages/about/"]
)
@pytest.mark.parametrize(("query", "status"), [("q=%00", 400), ("q=%ff", 400), ("q=" + "x" * 10_000, 414)])
def test_what_no_page_can_mean_is_refused(client, path, query, status):
    assert client.get(f"{path}?{query}").status_code == status


def test_suggests_in_json(client, make_shop):
    make_shop(2)
    suggestions = client.get("/search/suggest/?q=blu").json()["suggestions"]
    assert 0 < len(suggestions) <= 10
    assert {"kind", "text", "url"} == set(suggestions[0])
    assert client.get("/search/suggest/").json() == {"suggestions": []}


def test_renamed_into_what_was_searched_for(client, make_shop, relay):
    """Nobody had the product on the page: it is the search that is no longer the same."""
    make_shop(2)
    relay()
    pages = ("/search/?q=zebra", "/search/suggest/?q=zebr")
    assert "Zebra" not in "".join(client.get(page).content.decode() for page in pages)
    Product.objects.filter(slug="blue-mug-1").update(title="Zebra mug")
    relay()
    for page in pages:
        assert "Zebra mug" in client.get(page).content.decode(), page
