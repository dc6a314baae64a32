"""The tree: addresses and listings follow a move, and two pages never share an address."""

import pytest
from django.urls import reverse

from catalog.models import Category, Listing, OldSlug, Product
from catalog.tests.admin.conftest import problems

pytestmark = pytest.mark.django_db
MOVE = "/admin-test/catalog/category/move/"


@pytest.fixture
def women(db):
    return Category.objects.add_root({"name": "Women", "slug": "women"})


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_moved_by_its_form(save, tee, tops, women):
    assert save(tops, treebeard_ref_node=str(women.pk), treebeard_position="first-child").status_code == 302
    assert fresh(tops).url_path == "women/tops"
    assert OldSlug.objects.get().old_path == "c/men/tops"
    assert Listing.objects.filter(product=tee, category=women).exists()


def test_moved_by_dragging(editor, tops, women):
    answer = editor.post(MOVE, {"node": tops.pk, "target": women.pk, "relation": "child"})
    assert answer.status_code == 200
    assert fresh(tops).url_path == "women/tops"


def test_not_below_itself(editor, tops):
    men = Category.objects.get(slug="men")
    assert editor.post(MOVE, {"node": men.pk, "target": tops.pk, "relation": "child"}).status_code == 400
    assert fresh(tops).url_path == "men/tops"


def test_an_address_is_taken_once(editor, save, tops, women):
    rival = Category.objects.add_child(fresh(women), {"name": "Tops", "slug": "tops"})
    assert editor.post(MOVE, {"node": tops.pk, "target": women.pk, "relation": "child"}).status_code == 400
    fields = {"treebeard_ref_node": str(women.pk), "treebeard_position": "first-child"}
    assert "with this slug" in problems(save(tops, **fields))
    assert (fresh(tops).url_path, fresh(rival).url_path) == ("men/tops", "women/tops")


def test_a_new_root_and_a_new_child(editor, tops):
    path = reverse("admin:catalog_category_add")
    fields = {"name": "Shoes", "slug": "shoes", "is_active": "on", "treebeard_position": "first-child"}
    assert editor.post(path, fields).status_code == 302
    shoes = Category.objects.get(slug="shoes")
    assert shoes.url_path == "shoes"
    fields |= {"name": "Boots", "slug": "boots", "treebeard_ref_node": str(shoes.pk)}
    assert editor.post(path, fields).status_code == 302
    assert Category.objects.get(slug="boots").url_path == "shoes/boots"
    assert "with this slug" in problems(editor.post(path, fields))


def test_the_tree_shows_its_first_level(editor, tops, women):
    page = editor.get(reverse("admin:catalog_category_changelist"))
    assert [category.name for category in page.context["cl"].result_list] == ["Men", "Women"]


class TestLargeCategory:
    """Listing hundreds of thousands of products anew would outlast the request."""

    @pytest.fixture(autouse=True)
    def large(self, monkeypatch):
        monkeypatch.setattr("catalog.admin.category.MAX_AT_ONCE", 0)

    def move(self, editor, node, target):
        return editor.post(MOVE, {"node": node.pk, "target": target.pk, "relation": "child"})

    def test_its_addresses_follow_at_once_and_its_products_later(self, editor, tee, tops, women, run_tasks):
        men = Category.objects.get(slug="men")
        assert self.move(editor, men, women).status_code == 200
        assert fresh(tops).url_path == "women/men/tops"
        assert set(OldSlug.objects.values_list("old_path", flat=True)) == {"c/men", "c/men/tops"}
        assert not Listing.objects.filter(category=women).exists()
        assert len(run_tasks()) == 1
        assert Listing.objects.filter(product=tee, category=women).exists()

    def test_hidden_by_its_form(self, save, tee, tops, run_tasks):
        save(tops, is_active="")
        assert Listing.objects.filter(category=tops).exists()
        assert len(run_tasks()) == 1
        assert not Listing.objects.filter(category=tops).exists()

    def test_another_description_concerns_no_product(self, save, tee, tops, run_tasks):
        assert save(tops, description="For the upper half.").status_code == 302
        assert fresh(tops).description and not run_tasks()

    def test_what_follows_in_the_transaction_is_refreshed_as_ever(self, editor, tee, tops, women):
        self.move(editor, tops, women)
        Product.objects.update(status="draft")
        assert not Listing.objects.exists()

    def test_is_hidden_or_emptied_before_it_is_deleted(self, editor, tee, tops):
        assert editor.post(reverse("admin:catalog_category_delete", args=[tops.pk]), {"post": "yes"}).status_code == 403
        assert fresh(tops)


def test_deleted_with_its_place_in_the_tree(editor, tee, tops):
    assert editor.post(reverse("admin:catalog_category_delete", args=[tops.pk]), {"post": "yes"}).status_code == 302
    assert not Category.objects.filter(slug="tops").exists()
    assert Category.objects.get(slug="men").numchild == 0
    assert not Listing.objects.exists()
