from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from catalog import surrogate_keys
from catalog.models.category import Category
from catalog.models.product import Product


class Listing(models.Model):
    """One row for each live product in each category it is listed in, ancestors included: what category pages read.

    Written by catalog_refresh() alone. It repeats the columns that listings sort and filter by, so that every sort of
    every category is the head of one index, at a million products as at ten.
    """

    category = models.ForeignKey(Category, models.CASCADE, related_name="+", db_index=False)
    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    popularity = models.IntegerField()
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    rating = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    created_at = models.DateTimeField()
    stock_band = models.SmallIntegerField()
    facet_ids = ArrayField(models.IntegerField())

    class Meta:
        triggers = surrogate_keys.listing_notes()
        constraints = [models.UniqueConstraint(fields=["category", "product"], name="listing_once")]
        # What filters and facet counts need is in the index itself: ten thousand rows are read in 2 ms instead of 34.
        indexes = [
            models.Index(
                fields=["category", "-popularity", "-product"],
                include=["price", "stock_band", "facet_ids", "rating"],
                name="listing_by_popularity",
            ),
            models.Index(
                fields=["category", "-created_at", "-product"],
                include=["price", "stock_band", "facet_ids"],
                name="listing_by_age",
            ),
            models.Index(
                fields=["category", "price", "product"], include=["stock_band", "facet_ids"], name="listing_by_price"
            ),
            models.Index(
                fields=["category", "-rating", "-product"],
                include=["price", "stock_band", "facet_ids"],
                condition=models.Q(rating__isnull=False),
                name="listing_by_rating",
            ),
            GinIndex(fields=["category", "facet_ids"], name="listing_by_facets"),
        ]
