import pytest
from django.urls import reverse

from accounts.models import Customer
from catalog.models import Attribute, Brand, Category, Price, Product, ProductCategory, Stock, Variant
from catalog.tests.admin.forms import fields_of


@pytest.fixture
def editor(client, db):
    """A client that is signed in as an editor."""
    client.force_login(Customer.objects.create_superuser("editor@example.com", "the editor's own phrase"))
    return client


@pytest.fixture
def tops(db):
    men = Category.objects.add_root({"name": "Men", "slug": "men"})
    return Category.objects.add_child(men, {"name": "Tops", "slug": "tops"})


@pytest.fixture
def tee(tops):
    """A published T-shirt in Men › Tops: one variant at 20.00 USD, ten in stock."""
    Attribute.objects.bulk_create(
        [
            Attribute(code="size", name="Size", is_facet=True),
            Attribute(code="weight", name="Weight", kind="number", unit="g"),
            Attribute(code="organic", name="Organic", kind="boolean"),
            Attribute(code="material", name="Material"),
        ]
    )
    product = Product.objects.create(
        title="Plain tee",
        slug="plain-tee",
        status="published",
        brand=Brand.objects.create(name="Acme", slug="acme"),
        attributes={"weight": 180.5, "organic": True, "material": ["cotton", "linen"]},
    )
    ProductCategory.objects.create(product=product, category=tops)
    variant = Variant.objects.create(product=product, sku="TEE-M", options={"size": "M"})
    Price.objects.create(variant=variant, currency="USD", amount=20)
    Stock.objects.create(variant=variant, on_hand=10)
    return Product.objects.get(pk=product.pk)


@pytest.fixture
def save(editor):
    """Opens the page of a row, changes fields, saves; returns the answer (302 when saved)."""

    def post(row, **changed):
        path = reverse(f"admin:catalog_{row._meta.model_name}_change", args=[row.pk])
        fields = fields_of(editor.get(path), f"{row._meta.model_name}_form")
        return editor.post(path, fields | changed)

    return post


def problems(response) -> str:
    """What the page says is wrong, all in one."""
    page = response.context
    errors = [str(page["adminform"].form.errors)]
    for inline in page["inline_admin_formsets"]:
        errors += [str(inline.formset.errors), str(inline.formset.non_form_errors())]
    return " ".join(errors)
