"""The lists: at most twelve queries, none that counts or reads a large table, and search that finds."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.urls import reverse

from accounts.models import Customer
from catalog.admin import product_actions
from catalog.admin.paginator import MAX_PAGES, EstimatedPaginator
from catalog.admin.product_search import search_products
from catalog.models import Brand, Price, Product, Review, Stock, Variant

pytestmark = pytest.mark.django_db
LISTS = [
    "accounts_customer",
    "catalog_attribute",
    "catalog_brand",
    "catalog_category",
    "catalog_product",
    "catalog_review",
    "catalog_variant",
]


@pytest.fixture
def many(tee):
    """Thirty more products, reviewed, each of its own brand."""
    for number in range(30):
        brand = Brand.objects.create(name=f"Brand {number}", slug=f"brand-{number}")
        product = Product.objects.create(title=f"Mug {number}", slug=f"mug-{number}", brand=brand, status="published")
        variant = Variant.objects.create(product=product, sku=f"MUG-{number}")
        Price.objects.create(variant=variant, currency="USD", amount=9)
        Stock.objects.create(variant=variant, on_hand=number)
        customer = Customer.objects.create_user(f"c{number}@example.com")
        Review.objects.create(product=product, customer=customer, author="A", rating=5, text="Fine.")


@pytest.mark.parametrize("name", LISTS)
def test_at_most_twelve_queries(editor, many, name, django_assert_max_num_queries):
    # session (where Redis is down), customer, count, rows, what filters offer; the tree's parents for categories
    with django_assert_max_num_queries(12):
        assert editor.get(reverse(f"admin:{name}_changelist")).status_code == 200


@pytest.mark.parametrize(
    "query", [{"q": "mug"}, {"status__exact": "published"}, {"stock_band__exact": "1"}, {"p": "2"}]
)
def test_also_when_searched_filtered_and_paged(editor, many, query, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert editor.get(reverse("admin:catalog_product_changelist"), query).status_code == 200


def test_no_list_loads_what_it_does_not_show(editor, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as asked:
        editor.get(reverse("admin:catalog_product_changelist"))
    assert not any('"catalog_product"."description"' in query["sql"] for query in asked.captured_queries)


class TestSearch:
    @pytest.mark.parametrize("text", ["tee-m", "TEE-M", "TEE", "plain-tee", "tee pla", "Acme tee", "006R", "006r90321"])
    def test_finds_by_sku_slug_words_and_part_number(self, tee, text):
        Product.objects.update(part_number="006R90321")
        assert list(search_products(Product.objects.all(), text)) == [tee]

    def test_finds_by_id(self, tee):
        assert list(search_products(Product.objects.all(), str(tee.pk))) == [tee]

    @pytest.mark.parametrize("text", ["'", "\\", "a' | b:*", "!!", "&|()", "%", "9" * 40, ":*", "'; DROP TABLE x; --"])
    def test_rubbish_finds_nothing_and_breaks_nothing(self, editor, tee, text):
        answer = editor.get(reverse("admin:catalog_product_changelist"), {"q": text})
        assert answer.status_code == 200 and answer.context["cl"].result_count == 0

    def test_autocomplete_offers_products_and_whole_roads_of_categories(self, editor, tee):
        field = {"app_label": "catalog", "model_name": "relatedproduct", "field_name": "to", "term": "plain"}
        assert editor.get(reverse("admin:autocomplete"), field).json()["results"][0]["text"] == "Plain tee"
        field |= {"model_name": "productcategory", "field_name": "category", "term": "top"}
        assert editor.get(reverse("admin:autocomplete"), field).json()["results"][0]["text"] == "men/tops"


class TestPaginator:
    def test_a_large_table_is_estimated(self, many, monkeypatch):
        monkeypatch.setattr("catalog.admin.paginator.estimated_rows", lambda rows: 1_000_000)
        paginator = EstimatedPaginator(Product.objects.order_by("-id"), 50)
        assert (paginator.count, paginator.num_pages) == (1_000_000, MAX_PAGES)

    def test_a_filtered_one_is_counted_up_to_a_limit(self, many, monkeypatch):
        monkeypatch.setattr("catalog.admin.paginator.MAX_COUNTED", 10)
        monkeypatch.setattr("catalog.admin.paginator.estimated_rows", lambda rows: 1_000_000)
        assert EstimatedPaginator(Product.objects.filter(status="published").order_by("-id"), 50).count == 10

    def test_before_the_first_analyze_it_counts(self, many):
        assert EstimatedPaginator(Product.objects.order_by("-id"), 50).count == 31


class TestActions:
    def act(self, editor, action, model="product", rows=None, **fields):
        path = reverse(f"admin:catalog_{model}_changelist") + ("?status=all" if model == "review" else "")
        ids = [row.pk for row in rows]
        return editor.post(path, {"action": action, "_selected_action": ids} | fields, follow=True)

    @pytest.mark.parametrize(("action", "status"), [("unpublish", "draft"), ("archive", "archived")])
    def test_one_statement_for_all_chosen(self, editor, many, action, status):
        chosen = list(Product.objects.all()[:20])
        self.act(editor, action, rows=chosen)
        assert Product.objects.filter(status=status).count() == 20
        self.act(editor, "publish", rows=chosen)
        assert Product.objects.live().count() == 31
        assert LogEntry.objects.count() == 40

    def test_all_that_were_found_by_a_filter(self, editor, many):
        self.act(editor, "archive", rows=list(Product.objects.all()[:1]), select_across="1")
        assert Product.objects.filter(status="archived").count() == 31

    def test_not_more_than_a_shop_can_stand(self, editor, many, monkeypatch):
        monkeypatch.setattr(product_actions, "MAX_PRODUCTS", 10)
        page = self.act(editor, "archive", rows=list(Product.objects.all()))
        assert "At most 10 products" in page.content.decode()
        assert not Product.objects.filter(status="archived").exists()

    def test_reviews_are_approved_and_rejected(self, editor, many):
        reviews = list(Review.objects.all())
        self.act(editor, "approve", model="review", rows=reviews[:10])
        self.act(editor, "reject", model="review", rows=reviews[10:])
        assert Product.objects.filter(rating_count=1, rating=5).count() == 10
        assert Review.objects.filter(status="rejected").count() == 20


def test_reviews_that_wait_are_shown_first(editor, many):
    Review.objects.filter(pk=Review.objects.first().pk).update(status="approved")
    path = reverse("admin:catalog_review_changelist")
    assert editor.get(path).context["cl"].result_count == 29
    assert editor.get(path, {"status": "all"}).context["cl"].result_count == 30


def test_estimate_comes_from_postgresql(many):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalog_product")
    from catalog.admin.paginator import estimated_rows

    assert estimated_rows(Product.objects.all()) == 31
