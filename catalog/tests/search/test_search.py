"""What is found, in which order, with which corrections; and that a visitor's text can't break it."""

import pytest
from django.http import QueryDict

from catalog.models import Product
from catalog.queries.selection import InvalidPage, ListingQuery
from catalog.search import search, suggest
from catalog.search.vocabulary import count_words
from catalog.tests.queries.shop_of import category, facet, many_products, product

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    """A few things that are easily taken for one another."""
    computers, bags, cables = category("Computers"), category("Bags"), category("Cables")
    notebooks = category("Notebooks", computers)
    facet("colour")
    product(
        "Acme Swift 5 Notebook 14 inch with HDMI", notebooks, brand="Acme", popularity=1, attributes={"colour": "Grey"}
    )
    product("Bolt notebook bag 14 inch", bags, brand="Bolt", popularity=50, attributes={"colour": "Red"})
    product("Bolt HDMI cable 2 m", cables, brand="Bolt", popularity=5, part_number="CB-200/x")
    product("Cobra HDMI cable 5 m", cables, brand="Cobra", popularity=20, part_number="CC-7788")
    product("Acme headset", category("Audio"), short_description="For calls", description="<p>A soft cushion</p>")
    product("Bolt headset", category("Radio"))
    count_words()


def found(text, address=""):
    page = search(text, ListingQuery.parse(QueryDict(address)))
    return [one.title for one in page.products]


def test_what_a_thing_is_goes_before_what_belongs_to_it(shop):
    assert found("notebook") == ["Acme Swift 5 Notebook 14 inch with HDMI", "Bolt notebook bag 14 inch"]
    assert found("notebook bag")[0] == "Bolt notebook bag 14 inch"


def test_equally_good_ones_by_popularity(shop):
    assert found("hdmi cable")[:2] == ["Cobra HDMI cable 5 m", "Bolt HDMI cable 2 m"]


@pytest.mark.parametrize("text", ["laptop", "laptops", "Notebooks", "NOTEBOOK"])
def test_synonyms_plurals_and_case(shop, text):
    assert found(text)[0] == "Acme Swift 5 Notebook 14 inch with HDMI"


@pytest.mark.parametrize("text", ["headset", "head set", "headphones", "earbuds"])
def test_words_written_apart_or_together(shop, text):
    assert set(found(text)) == {"Acme headset", "Bolt headset"}


@pytest.mark.parametrize("text", ["CB-200/x", "cb200x", "CB 200 X", "cb-200", "CB200"])
def test_article_numbers_however_punctuated_and_begun(shop, text):
    assert found(text)[0] == "Bolt HDMI cable 2 m"


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("hmdi cable", "hdmi cable"),
        ("hdmi cabel", "hdmi cable"),
        ("notebok", "notebook"),
        ("bolt heaset", "bolt headset"),
        ("hdmi cable", None),
        ("xyzzyx cable", None),
    ],
)
def test_a_misspelt_word_is_corrected(shop, text, corrected):
    page = search(text, ListingQuery())
    assert page.corrected_to == corrected
    assert page.products


def test_one_wrong_word_of_several_does_not_hide_the_rest(shop):
    assert "Bolt HDMI cable 2 m" in found("bolt hdmi cable qwertzuiop")


def test_the_description_is_searched_last(shop):
    assert found("soft cushion") == ["Acme headset"]


def test_what_is_not_live_is_not_found(shop):
    product("Hidden HDMI cable", category("Hidden"))
    Product.objects.filter(title="Hidden HDMI cable").update(status="draft")
    assert "Hidden HDMI cable" not in found("hdmi cable")
    assert all(one["text"] != "Hidden HDMI cable" for one in suggest("hidden"))


def test_facets_sorts_and_pages_as_in_a_category(shop):
    page = search("notebook", ListingQuery.parse(QueryDict("colour=Red")))
    assert [one.title for one in page.products] == ["Bolt notebook bag 14 inch"]
    assert {v.value: v.count for one in page.facets if one.code == "colour" for v in one.values} == {
        "Grey": 1,
        "Red": 1,
    }
    assert page.query.querystring() == "q=notebook&colour=Red"
    assert str(page.sorts[0].label) == "Best match"
    assert found("hdmi cable", "sort=price&price_max=50")
    with pytest.raises(InvalidPage):
        search("notebook", ListingQuery(page=2))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\0",
        "'",
        "\\",
        "a' OR '1'='1",
        "' | & ! <-> :* ()",
        "%",
        "_",
        "日本語",
        "é" * 300,
        "the of and",
        "x " * 4000,
        "-",
        "12",
        "1.2.3",
        "a4",
        "<script>",
        "🦆",
    ],
)
def test_no_text_breaks_it(shop, text):
    assert search(text, ListingQuery()).page == 1
    assert isinstance(suggest(text), list)


def test_queries_do_not_grow_with_what_is_found(shop, django_assert_max_num_queries):
    many_products(category("Many"), 300)
    # 1. words known and near; 2. ids, total, facet counts; 3. products; with facets chosen, before: their ids
    for text in ("red mug", "rde mug", "PN-7", "nothing at all like it"):
        with django_assert_max_num_queries(3):
            search(text, ListingQuery())
    with django_assert_max_num_queries(4):
        search("mug", ListingQuery.parse(QueryDict("brand=Acme&sort=price&page=2")))


def test_a_common_word_is_counted_up_to_a_window(shop):
    many_products(category("Many"), 4000)
    page = search("mug", ListingQuery(page=42))
    assert (page.total, page.total_is_exact, page.pages, len(page.products)) == (1000, False, 42, 24)
    best = search("mug", ListingQuery()).products[0]
    assert best.popularity == 3000  # the most popular one is among the candidates


def test_suggestions(shop, django_assert_num_queries):
    # 1. completed words, categories, brands; 2. products
    with django_assert_num_queries(2):
        shown = suggest("noteb")
    assert shown[0] == {"kind": "query", "text": "notebook", "url": "/search/?q=notebook"}
    assert {"kind": "category", "text": "Notebooks", "url": "/c/computers/notebooks/"} in shown
    assert next(one["text"] for one in shown if one["kind"] == "product") == "Bolt notebook bag 14 inch"
    assert {"kind": "brand", "text": "Cobra", "url": "/search/?q=Cobra"} in suggest("cob")
    assert [one["text"] for one in suggest("hdmi ca") if one["kind"] == "query"] == ["hdmi cable"]
    assert len(suggest("bo")) <= 10
    assert suggest("b") == []


def test_an_article_number_is_suggested(shop):
    assert [one["text"] for one in suggest("CC-77") if one["kind"] == "product"] == ["Cobra HDMI cable 5 m"]


def test_counting_words_twice_writes_nothing(shop):
    assert count_words() == 0
    product("Zebra", category("Zoo"))
    assert count_words() == 2  # zebra, zoo


class OtherEngine:
    def search(self, text, query):
        return f"found {text}"

    def suggest(self, prefix):
        return [{"kind": "query", "text": prefix, "url": "/"}]


def test_another_engine_is_one_setting(settings):
    settings.SEARCH_BACKEND = f"{__name__}.OtherEngine"
    assert search("mug", ListingQuery()) == "found mug"
    assert suggest("mu") == [{"kind": "query", "text": "mu", "url": "/"}]
