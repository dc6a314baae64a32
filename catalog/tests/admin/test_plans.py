"""No list of the admin reads a large table from end to end, whatever it is filtered by. See queries/test_plans.py."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from catalog.models import Category, Product
from catalog.tests.queries.test_plans import Plans, large_shop, production_costs  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db
QUERIES = ["", "status__exact=draft", "status__exact=published", "stock_band__exact=1", "p=150", "q=oak+mug"]
QUERIES += ["q=mug", "q=model1234", "q=no+such+thing", "q=many-77", "q=SKU-1", "status__exact=draft&q=mug"]


class PlansOfPages(Plans):
    """Of what a page reads; what it writes (a session, now and then) has no plan of interest."""

    def __call__(self, execute, sql, parameters, many, context):
        if re.match(r"(/\*[^*]*\*/ )?SELECT", sql):  # behind the request's comment
            return super().__call__(execute, sql, parameters, many, context)
        return execute(sql, parameters, many, context)

    def _scanned(self, node):
        """A scan that finds far more than the limit above it takes stops early: the count of what is everywhere."""
        for child in node.get("Plans", []):
            if node["Node Type"] == "Limit" and child["Plan Rows"] > 4 * node["Plan Rows"]:
                return
        yield from super()._scanned(node)


@pytest.mark.reads_primary("explains each query on the test's own connection")
def test_no_list_reads_a_large_table_from_end_to_end(editor):
    root = Category.objects.filter(depth=1).first()
    Product.objects.filter(pk__in=Product.objects.values("pk")[:5]).update(status="draft")
    below = [f"category={root.path}", f"category={root.path}&status__exact=draft"]
    plans = PlansOfPages()
    path = reverse("admin:catalog_product_changelist")
    with connection.execute_wrapper(plans):
        for plans.page in QUERIES + below:
            assert editor.get(f"{path}?{plans.page}").status_code == 200
    assert plans.explained > len(QUERIES)
    assert plans.scans == []
