"""The real catalogues beside the project, where they are: every quirk of theirs."""

import gzip
import json
import time
from pathlib import Path

import pytest
from django.conf import settings

from catalog.imports import mapping
from catalog.imports.files import Source
from catalog.models import Category, Product, Review

DATA = Path(settings.BASE_DIR).parent / "shared/data"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real catalogues (../shared/data) aren't on this machine"),
]


def first_lines(path, count, to):
    with gzip.open(path, "rb") as file, to.open("wb") as head:
        head.writelines(line for _, line in zip(range(count), file, strict=False))
    return to


def test_icecat_two_thousand(import_files, tmp_path):
    path = first_lines(DATA / "icecat/products.jsonl.gz", 2000, tmp_path / "products.jsonl")
    outcome = import_files("jsonl", path, mapping="icecat")
    assert (outcome.code, outcome.remarks) == (0, [])
    products = Product.objects.filter(source="icecat", status="published")
    assert products.count() == 2000
    assert products.filter(price__isnull=True).count() == 0
    assert products.get(source_id="3920564").price == products.model._meta.get_field("price").to_python("49.95")
    assert products.filter(attributes__color__isnull=False).exists()
    assert not products.filter(attributes__has_key="last-change").exists()


def test_icecat_has_a_category_for_nearly_all():
    """Under 5 % in Other, of all 19,406."""
    categories = mapping.load("icecat").categories
    with gzip.open(DATA / "icecat/products.jsonl.gz", "rt") as file:
        found = [categories(json.loads(line))[0] for line in file]
    assert found.count(("Other",)) / len(found) < 0.05
    assert len(set(found)) > 80


def test_brickset_years_of_different_columns(import_files):
    outcome = import_files("csv", *(DATA / f"brickset/{year}.csv" for year in (1970, 1999, 2014)), mapping="brickset")
    assert (outcome.code, outcome.remarks) == (0, [])
    products = Product.objects.filter(source="brickset")
    assert products.count() == outcome_rows(1970, 1999, 2014)
    assert products.filter(source_id="7693").get().categories.get().url_path == "toys/minitalia"
    unsold = products.filter(variants__prices__isnull=True)
    assert unsold.exists()
    assert set(unsold.values_list("stock_band", flat=True)) == {0}
    assert {"USD", "GBP", "EUR", "CAD"} >= set(products.values_list("variants__prices__currency", flat=True)) - {None}
    assert Category.objects.get(url_path="toys").numchild > 20


def outcome_rows(*years):
    return sum(sum(1 for _ in Source(DATA / f"brickset/{year}.csv").lines()) - 1 for year in years)


@pytest.fixture
def luma(import_files, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "stored")
    started = time.monotonic()
    outcome = import_files("magento", *sorted((DATA / "magento-luma").glob("*.csv")))
    return outcome, time.monotonic() - started


def test_magento_whole(luma):
    outcome, _ = luma
    assert outcome.code == 3
    products = Product.objects.filter(source="magento")
    assert products.count() == 147 + 44
    assert sum(product.variants.count() for product in products) == 1847 + 44
    assert Review.objects.filter(status="approved").count() == 348
    assert {told["value"] for told in outcome.remarks if "links" in told["file"]} == {"24-WG080", "24-WG085_Group"}
    assert {told["reason"] for told in outcome.remarks} == {"isn't in the catalogue"}
    hoodie = products.get(source_id="MH01")
    assert hoodie.slug == "chaz-kangeroo-hoodie"
    assert "men/tops/hoodies-sweatshirts" in {category.url_path for category in hoodie.categories.all()}
    assert hoodie.variants.get(sku="MH01-XS-Black").options == {"size": "XS", "color": "Black"}


def test_shopify_both(import_files):
    outcome = import_files("shopify", *sorted((DATA / "shopify").glob("*.csv")))
    assert (outcome.code, outcome.remarks) == (0, [])
    assert Product.objects.filter(source="shopify").count() == 40
    gemstone = Product.objects.get(source_id="gemstone")
    assert {variant.options["color"] for variant in gemstone.variants.all()} == {"Blue", "Purple"}
    assert gemstone.images.count() == 4
