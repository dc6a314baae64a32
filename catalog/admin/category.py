"""The category tree: drag a row to move it, or say on its page where it stands."""

from contextlib import contextmanager

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponseBadRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from treebeard.admin import TreeAdmin
from treebeard.forms import MoveNodeForm, movenodeform_factory

from catalog.admin.later import enqueue
from catalog.admin.long_list import LongList
from catalog.admin.uploads import PictureField
from catalog.models import Category, ProductCategory
from catalog.surrogate_keys import shows_listing
from catalog.tasks import refresh_category
from shop.ops.why_stale import WhyStale

MAX_AT_ONCE = 2_000  # products; about two seconds. A category with more is listed anew by the worker
# What the trigger would do, had it not been told to wait.
FOLLOW_THE_TREE = """
UPDATE catalog_category c SET url_path = w.url_path
FROM (SELECT id, catalog_url_path(path, slug) AS url_path FROM catalog_category) w
WHERE w.id = c.id AND c.url_path <> w.url_path
"""
TAKEN = gettext_noop("There is a category with this slug at that place of the tree already.")


class CategoryMoveForm(MoveNodeForm):
    image = PictureField(required=False)

    def clean(self):
        cleaned = super().clean() or {}
        if not self.errors and self.is_taken(cleaned):
            self.add_error("slug", _(TAKEN))
        return cleaned

    def is_taken(self, cleaned) -> bool:
        """Whether a sibling-to-be has the slug: the page's address is the road of slugs."""
        beside = cleaned.get("treebeard_ref_node")
        if beside is None:
            siblings = Category.objects.filter(depth=1)
        elif cleaned["treebeard_position"] == "first-child":
            siblings = Category.objects.get_children(beside)
        else:
            siblings = Category.objects.get_siblings(beside)
        return siblings.filter(slug=cleaned["slug"]).exclude(pk=self.instance.pk).exists()


@admin.register(Category)
class CategoryAdmin(WhyStale, TreeAdmin, LongList):
    form = movenodeform_factory(
        Category, CategoryMoveForm, fields=["name", "slug", "is_active", "description", "image"]
    )
    list_display = ["name", "url_path", "is_active", "updated_at"]
    search_fields = ["name", "url_path"]
    ordering = ["path"]
    prepopulated_fields = {"slug": ["name"]}
    kept = ["url_path", "version", "updated_at"]

    def shows(self, category):
        shows_listing(category.pk)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request, obj=None):
        """Not with thousands of products in it: Django would load each one's link. Hide it, or move them first."""
        return super().has_delete_permission(request, obj) and (obj is None or not has_many_products(obj))

    def get_actions(self, request):
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def _changeform_view(self, request, object_id, form_url, extra_context):
        category = self.get_object(request, unquote(object_id)) if object_id and request.method == "POST" else None
        with self.products_later(request, category):
            return super()._changeform_view(request, object_id, form_url, extra_context)

    @contextmanager
    def products_later(self, request, category: Category | None):
        """Addresses follow at once; thousands of products that are listed below the category, after the answer."""
        if category is None or not has_many_products(category):
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL shop.defer_refresh = 'on'")
            yield
            cursor.execute(FOLLOW_THE_TREE)
            cursor.execute("SET LOCAL shop.defer_refresh = 'off'")
        before = (category.path, category.is_active, category.name)
        if not Category.objects.filter(pk=category.pk, path=before[0], is_active=before[1], name=before[2]).exists():
            enqueue(self, request, refresh_category, category.pk)

    def move_node(self, request):
        """A slug that is taken at the new place is said, and nothing moves."""
        node = request.POST.get("node", "")
        category = Category.objects.filter(pk=node).first() if node.isdigit() else None
        try:
            with transaction.atomic(), self.products_later(request, category):
                return super().move_node(request)
        except IntegrityError:
            messages.error(request, _(TAKEN))
            return HttpResponseBadRequest(TAKEN)


def has_many_products(category: Category) -> bool:
    below = ProductCategory.objects.filter(category__path__startswith=category.path)
    return below.order_by()[: MAX_AT_ONCE + 1].count() > MAX_AT_ONCE
