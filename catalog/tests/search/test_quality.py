"""nDCG@10 by hand-reckoned examples, and of the shop's search on rated queries."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog.search.quality import quality
from catalog.search.vocabulary import count_words
from catalog.tests.queries.shop_of import category, product

RATINGS = {"a": 3, "b": 0, "c": 1}


def test_the_ideal_order_is_one():
    assert quality("q", RATINGS, ["a", "c", "b"]).rated == 1


def test_unrated_results_are_passed_over_or_gain_nothing():
    one = quality("q", RATINGS, ["x", "a", "c"])
    assert one.rated == 1
    # (7 / log2(3) + 1 / log2(4)) / (7 / log2(2) + 1 / log2(3))
    assert one.raw == pytest.approx((7 / 1.58496 + 0.5) / (7 + 1 / 1.58496), abs=1e-4)


def test_only_ten_places_count():
    assert quality("q", {"a": 3}, [*"bcdefghijk", "a"]).raw == 0


def test_without_a_good_rating_there_is_no_measure():
    assert quality("q", {"a": 0}, ["a"]) is None


@pytest.mark.django_db
def test_the_command_prints_both(tmp_path):
    product("Red lamp", category("Lamps"), source="s", source_id="1")
    product("Lamp shade", category("Shades"), source="s", source_id="2")
    count_words()
    ratings = tmp_path / "rated.csv"
    ratings.write_text("query,docid,rating\nlamp,1,3\nlamp,2,0\nnothing,9,0\n")
    out = StringIO()
    call_command("search_quality", str(ratings), stdout=out)
    assert "mean of 1 queries             1.000  1.000" in out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["", "query,docid\na,b\n", "query,docid,rating\na,b,c\n", "query,docid,rating\na,b,0\n"]
)
def test_bad_ratings_are_one_clear_sentence(tmp_path, text):
    ratings = tmp_path / "rated.csv"
    ratings.write_text(text)
    with pytest.raises(CommandError):
        call_command("search_quality", str(ratings))
    with pytest.raises(CommandError):
        call_command("search_quality", str(tmp_path / "missing.csv"))
