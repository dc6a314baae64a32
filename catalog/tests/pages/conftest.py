"""A small shop: enough of everything for every page to have something to show."""

from decimal import Decimal

import pytest

from catalog.models import (
    Attribute,
    Brand,
    Category,
    Image,
    Price,
    Product,
    ProductCategory,
    RelatedProduct,
    Review,
    Stock,
    Variant,
)


@pytest.fixture
def tree(db):
    kitchen = Category.objects.add_root(instance=Category(name="Kitchen", slug="kitchen", description="For every day."))
    Category.objects.add_child(Category.objects.get(pk=kitchen.pk), instance=Category(name="Mugs", slug="mugs"))
    Category.objects.add_root(instance=Category(name="Toys", slug="toys"))
    Attribute.objects.create(code="colour", name="Colour", is_facet=True, position=5)
    Attribute.objects.create(code="height", name="Height", kind="number", unit="cm", position=9)
    return {category.url_path: category for category in Category.objects.all()}


@pytest.fixture
def make_product(tree):
    """make_product(3, price="12.50", …) → the third mug, with variants, prices, stock, a picture and reviews."""
    brand = Brand.objects.create(name="Halden", slug="halden")

    def make(number, *, price="20.00", sale=None, sizes=("S", "M"), on_hand=9, picture=True, reviews=1, **columns):
        columns = {
            "title": f"Blue mug {number}",
            "slug": f"blue-mug-{number}",
            "brand": brand,
            "description": "<p>Glazed twice.</p>",
            "attributes": {"colour": ["Blue", "Red"][number % 2], "height": 9},
            "status": Product.Status.PUBLISHED,
            "popularity": 1000 - number,
        } | columns
        product = Product.objects.create(**columns)
        ProductCategory.objects.create(product=product, category=tree["kitchen/mugs"])
        for position, size in enumerate(sizes):
            variant = Variant.objects.create(
                product=product, sku=f"{product.slug}-{size}", options={"size": size} if size else {}, position=position
            )
            if price is not None:
                amounts = {"amount": Decimal(price), "sale_amount": sale and Decimal(sale)}
                Price.objects.create(variant=variant, currency="USD", **amounts)
            Stock.objects.create(variant=variant, on_hand=on_hand)
        if picture:
            # Through bulk_create: saving would open the file to measure it, and there is none.
            file = f"products/mug {number}.jpg"
            Image.objects.bulk_create([Image(product=product, file=file, width=900, height=1200)])
        for _ in range(reviews):
            Review.objects.create(product=product, author="Ann", rating=4, text="Warm.", status=Review.Status.APPROVED)
        return Product.objects.get(pk=product.pk)

    return make


@pytest.fixture
def make_shop(make_product):
    """make_shop(30) → thirty products, neighbours related."""

    def make(count, first=0):
        products = [make_product(number) for number in range(first, first + count)]
        RelatedProduct.objects.bulk_create(
            RelatedProduct(product=product, to=other)
            for product in products
            for other in products[:8]
            if other != product
        )
        return products

    return make
