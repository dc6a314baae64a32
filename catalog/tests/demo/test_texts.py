"""The words of the demo, which no database is needed for."""

from collections import Counter
from itertools import pairwise

import pytest
from django.utils.text import slugify

from catalog.demo.assortment import lines, words
from catalog.demo.describe import description
from catalog.demo.plan import planned
from catalog.demo.related import related_pairs
from catalog.demo.reviews import NEWEST, reviews_of


def test_titles_and_numbers_are_unique():
    assert max(Counter(slugify(line.title) for line in lines()).values()) == 1
    skus = [variant.sku for line in lines() for variant in planned(line.number).variants]
    assert max(Counter(skus).values()) == 1


def test_neighbours_do_not_read_alike():
    texts = [description(line).split("</p>") for line in lines()]
    assert len({text[0] for text in texts}) == len(texts)
    by_category = {}
    for line, text in zip(lines(), texts, strict=True):
        by_category.setdefault(line.leaf.slug, []).append(text[1])
    for shelf in by_category.values():
        assert all(one != next_one for one, next_one in pairwise(shelf))


def test_reviews_of_one_product_repeat_no_sentence():
    for line in lines():
        texts = [review.text for review in reviews_of(planned(line.number))]
        assert len(set(texts)) == len(texts)
        assert not any("{" in text for text in texts)


def test_nothing_is_reviewed_before_it_is_sold_or_after_today():
    for line in lines():
        plan = planned(line.number)
        assert all(plan.created_at <= review.created_at <= NEWEST for review in reviews_of(plan))


def test_every_attribute_is_described():
    facets = words("facets")
    for line in lines():
        assert set(planned(line.number).attributes) <= set(facets), line.title


@pytest.mark.parametrize("number", [1, 150, 297])
def test_barcodes_have_a_valid_check_digit(number):
    for variant in planned(number).variants:
        digits = [int(digit) for digit in variant.barcode]
        assert len(digits) == 13
        assert sum(digits[::2]) % 10 == -3 * sum(digits[1::2]) % 10


def test_a_product_is_not_related_to_itself():
    pairs = related_pairs()
    assert all(pair.number != pair.to for pair in pairs)
    assert len({pair[:3] for pair in pairs}) == len(pairs)
