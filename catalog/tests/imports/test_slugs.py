"""Addresses are made of titles, the same whatever the batches."""

import pytest

from catalog.imports import batches
from catalog.models import Product

pytestmark = pytest.mark.django_db

HEADER = "id,name,price,stock\n"


def slugs():
    return dict(Product.objects.values_list("source_id", "slug"))


def test_the_first_has_the_plain_words_the_others_their_id_behind(import_text, simple):
    import_text("csv", HEADER + "".join(f"{n},Bonus Pack,,\n" for n in (7, 8, 9)), mapping=simple)
    assert slugs() == {"7": "bonus-pack", "8": "bonus-pack-8", "9": "bonus-pack-9"}


def test_batches_make_no_difference(import_text, simple, monkeypatch):
    text = HEADER + "".join(f"{n},Mug {n % 3},,\n" for n in range(20))
    import_text("csv", text, mapping=simple)
    whole = slugs()
    Product.objects.all().delete()
    monkeypatch.setattr(batches, "MAX_RECORDS", 3)
    import_text("csv", text, mapping=simple)
    assert slugs() == whole


def test_an_id_that_looks_like_another_ones_address(import_text, simple):
    """ "Mug 2" has taken mug-2 before the second "Mug" with id 2 asks for it."""
    import_text("csv", HEADER + "1,Mug,,\n5,Mug 2,,\n2,Mug,,\n", mapping=simple)
    found = slugs()
    assert found["1"] == "mug"
    assert found["5"] == "mug-2"
    assert found["2"].startswith("mug-")
    assert len(set(found.values())) == 3


def test_titles_without_latin_letters_and_very_long_ones(import_text, simple):
    import_text("csv", HEADER + "1,杯子,,\n2,碗,,\n3," + "very " * 40 + ",,\n", mapping=simple)
    found = slugs()
    assert (found["1"], found["2"]) == ("product", "product-2")
    assert len(found["3"]) <= 90


def test_an_old_address_stays_with_the_product_it_leads_to(import_text, simple):
    import_text("csv", HEADER + "1,Mug,,\n", mapping=simple)
    import_text("csv", HEADER + "1,Cup,,\n2,Mug,,\n", mapping=simple)
    assert slugs() == {"1": "cup", "2": "mug-2"}
    import_text("csv", HEADER + "1,Mug,,\n2,Mug,,\n", mapping=simple)
    assert slugs() == {"1": "mug", "2": "mug-2"}


def test_an_entity_or_a_space_more_is_no_new_title(import_text, simple):
    import_text("csv", HEADER + "1,Fish & Chips,,\n", mapping=simple)
    Product.objects.update(slug="our-own-address")
    import_text("csv", HEADER + "1,Fish &amp;  chips,,\n", mapping=simple)
    assert slugs() == {"1": "our-own-address"}
