"""The category tree: a materialised path (django-treebeard): a subtree is a range, ancestors are prefixes."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from catalog import surrogate_keys, triggers
from catalog.models.versioned import Versioned
from shop.caching.query import CachedRows


class CategoryRows(CachedRows, MP_NodeQuerySet):
    pass


class CategoryManager(MP_NodeManager):
    def get_queryset(self):
        return CategoryRows(self.model, using=self._db).order_by("path")


class Category(MP_Node, Versioned):
    """`url_path` (`men/tops`) is unique and is the road to the page; `slug` is its last step."""

    steplen = 4
    node_order_by: list[str] = []
    own_key, list_keys = "c", ("menu",)  # see catalog/surrogate_keys.py

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120)
    url_path = models.CharField(_("URL path"), max_length=500, unique=True, editable=False)
    description = models.TextField(_("description"), blank=True)
    image = models.ImageField(_("image"), upload_to="categories", blank=True, max_length=200)
    is_active = models.BooleanField(_("active"), default=True, db_default=True)

    objects = CategoryManager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        triggers = [
            *triggers.category_triggers(),
            *triggers.thumbnail_triggers("category", "image"),
            *surrogate_keys.category_notes(),
        ]
        indexes = [GinIndex(SearchVector("name", config="shop"), name="category_name_words")]

    def __str__(self):
        """For editors: more than one category is called Tops. Pages show `name`."""
        return self.url_path or self.name

    def get_absolute_url(self):
        return reverse("catalog:category", args=[self.url_path])
