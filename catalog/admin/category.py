"""The category tree: drag a row to move it, or say on its page where it stands."""

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.http import HttpResponseBadRequest
from django.utils.translation import gettext as _
from treebeard.admin import TreeAdmin
from treebeard.forms import MoveNodeForm, movenodeform_factory

from catalog.admin.long_list import LongList
from catalog.admin.uploads import PictureField
from catalog.models import Category

TAKEN = "There is a category with this slug at that place of the tree already."


class CategoryMoveForm(MoveNodeForm):
    image = PictureField(required=False)

    def clean(self):
        cleaned = super().clean()
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
class CategoryAdmin(TreeAdmin, LongList):
    form = movenodeform_factory(
        Category, CategoryMoveForm, fields=["name", "slug", "is_active", "description", "image"]
    )
    list_display = ["name", "url_path", "is_active", "updated_at"]
    search_fields = ["name", "url_path"]
    ordering = ["path"]
    prepopulated_fields = {"slug": ["name"]}
    kept = ["url_path", "version", "updated_at"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def move_node(self, request):
        """A slug that is taken at the new place is said, and nothing moves."""
        try:
            with transaction.atomic():
                return super().move_node(request)
        except IntegrityError:
            messages.error(request, _(TAKEN))
            return HttpResponseBadRequest(TAKEN)
