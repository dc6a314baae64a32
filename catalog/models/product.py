"""What is described: title, text, attributes, categories. What is sold is a variant."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog import surrogate_keys, triggers
from catalog.models.versioned import Versioned
from shop.caching.query import CachedRows


class ProductQuerySet(CachedRows):
    def live(self):
        """Published, and now between its publish and unpublish times."""
        return self.filter(
            Q(publish_at__isnull=True) | Q(publish_at__lte=Now()),
            Q(unpublish_at__isnull=True) | Q(unpublish_at__gt=Now()),
            status=Product.Status.PUBLISHED,
        )


class Product(Versioned):
    """Columns under "kept by the database" are written by catalog_refresh() alone (catalog/triggers.py)."""

    own_key = "p"  # see catalog/surrogate_keys.py

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        ARCHIVED = "archived", _("archived")

    class Band(models.IntegerChoices):
        """How stock is shown; only a change of band changes a page."""

        SOLD_OUT = 0, _("Sold out")
        FEW_LEFT = 1, _("Few left")
        IN_STOCK = 2, _("In stock")

    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(_("slug"), max_length=140, unique=True)
    brand = models.ForeignKey("catalog.Brand", models.SET_NULL, null=True, blank=True, verbose_name=_("brand"))
    part_number = models.CharField(_("manufacturer's part number"), max_length=120, blank=True)
    short_description = models.TextField(_("short description"), blank=True)
    description = models.TextField(_("description"), blank=True, help_text=_("HTML; unsafe tags are removed."))
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    categories = models.ManyToManyField(
        "catalog.Category", through="catalog.ProductCategory", related_name="products", verbose_name=_("categories")
    )
    related = models.ManyToManyField("self", through="catalog.RelatedProduct", symmetrical=False, blank=True)

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True, help_text=_("Empty: at once."))
    unpublish_at = models.DateTimeField(_("unpublish at"), null=True, blank=True, help_text=_("Empty: never."))
    popularity = models.IntegerField(_("popularity"), default=0, help_text=_("Higher is listed earlier."))
    tax_class = models.CharField(_("tax class"), max_length=40, blank=True)

    # Where an imported product came from; together unique, so that a second import finds it again.
    source = models.CharField(_("source"), max_length=40, blank=True, editable=False)
    source_id = models.CharField(_("source id"), max_length=120, blank=True, editable=False)

    # Kept by the database: the cheapest variant that can be bought, in the default currency.
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=2, null=True, editable=False)
    list_price = models.DecimalField(_("price before sale"), max_digits=12, decimal_places=2, null=True, editable=False)
    price_varies = models.BooleanField(_("variants differ in price"), db_default=False, editable=False)
    stock_band = models.SmallIntegerField(_("stock"), choices=Band, db_default=Band.SOLD_OUT, editable=False)
    image_file = models.CharField(_("main image"), max_length=200, db_default="", editable=False)
    image_width = models.IntegerField(null=True, editable=False)
    image_height = models.IntegerField(null=True, editable=False)
    rating = models.DecimalField(_("rating"), max_digits=3, decimal_places=2, null=True, editable=False)
    rating_count = models.IntegerField(_("number of ratings"), db_default=0, editable=False)
    category_ids = ArrayField(models.BigIntegerField(), db_default=[], editable=False)
    facet_ids = ArrayField(models.IntegerField(), db_default=[], editable=False)
    search = SearchVectorField(null=True, editable=False)
    next_change_at = models.DateTimeField(null=True, editable=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        triggers = [*triggers.product_triggers(), *surrogate_keys.product_notes()]
        indexes = [
            GinIndex(fields=["search"], name="product_search"),
            # What search takes its candidates from; see catalog/search/ranking.py.
            GinIndex(
                models.Func("popularity", function="catalog_popularity_band", output_field=models.IntegerField()),
                models.Func("search", models.Value("{a,b,c}"), function="ts_filter"),
                models.F("facet_ids"),
                name="product_found",
            ),
            models.Index(fields=["-popularity", "-id"], name="product_by_popularity"),
            # Editors filter by what is rare; the common value is found early without an index.
            models.Index(fields=["status", "-id"], condition=~Q(status="published"), name="product_unpublished"),
            models.Index(fields=["stock_band", "-id"], condition=Q(stock_band__lt=2), name="product_short_of_stock"),
            models.Index(
                fields=["-popularity", "-id"],
                condition=Q(price__lt=models.F("list_price")),
                name="product_on_sale",
            ),
            models.Index(fields=["next_change_at"], condition=Q(next_change_at__isnull=False), name="product_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~Q(source=""), name="product_source_once"
            ),
            models.CheckConstraint(
                condition=Q(unpublish_at__isnull=True)
                | Q(publish_at__isnull=True)
                | Q(unpublish_at__gt=models.F("publish_at")),
                name="product_published_before_unpublished",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("catalog:product", args=[self.slug])

    @property
    def is_live(self):
        now = timezone.now()
        return (
            self.status == self.Status.PUBLISHED
            and (self.publish_at is None or self.publish_at <= now)
            and (self.unpublish_at is None or self.unpublish_at > now)
        )

    @property
    def is_on_sale(self):
        return self.list_price is not None and self.price is not None and self.price < self.list_price

    @property
    def currency(self):
        return settings.DEFAULT_CURRENCY


class ProductCategory(models.Model):
    """The categories an editor chose. The first (lowest position) gives the breadcrumb."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="product_categories")
    category = models.ForeignKey("catalog.Category", models.CASCADE, related_name="product_categories")
    position = models.SmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("category of a product")
        verbose_name_plural = _("categories of a product")
        triggers = triggers.refresh_products_of()
        constraints = [models.UniqueConstraint(fields=["product", "category"], name="productcategory_once")]
        ordering = ["position"]


class RelatedProduct(models.Model):
    class Kind(models.TextChoices):
        RELATED = "related", _("related")
        UPSELL = "upsell", _("a better one")
        CROSS_SELL = "cross-sell", _("goes with it")

    product = models.ForeignKey(Product, models.CASCADE, related_name="related_products")
    to = models.ForeignKey(Product, models.CASCADE, related_name="+", verbose_name=_("related product"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.RELATED)
    position = models.SmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("related product")
        verbose_name_plural = _("related products")
        triggers = triggers.refresh_products_of()
        constraints = [
            models.UniqueConstraint(fields=["product", "to", "kind"], name="relatedproduct_once"),
            models.CheckConstraint(condition=~Q(product=models.F("to")), name="relatedproduct_not_itself"),
        ]
        ordering = ["position"]
