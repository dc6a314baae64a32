"""What products need before they come: attributes, makers, categories, customers. What is there stays as it is."""

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from catalog.demo.assortment import brands, departments, words
from catalog.demo.plan import category_picture
from catalog.models import Attribute, Brand, Category

CUSTOMERS = (
    ("ana@example.com", "Ana Pereira"),
    ("jonas@example.com", "Jonas Lindqvist"),
    ("mireille@example.com", "Mireille Dupont"),
    ("olu@example.com", "Olu Adeyemi"),
    ("katya@example.com", "Katya Sokolova"),
    ("yuki@example.com", "Yuki Tanabe"),
    ("priya@example.com", "Priya Raman"),
    ("tom@example.com", "Tom Hargreaves"),
)


def lay_groundwork():
    """Adds what is missing of all of these."""
    add_attributes()
    add_brands((brand.name, slug_of(brand.name)) for brand in brands().values())
    for department in departments():
        parent = _category(department, department.slug, parent=None)
        for leaf in department.categories:
            _category(leaf, f"{department.slug}/{leaf.slug}", parent)
    _add_customers()


def add_attributes():
    Attribute.objects.bulk_create(
        [
            Attribute(code=code, name=name, kind=kind, unit=unit, is_facet=is_facet, position=10 + place)
            for place, (code, (name, kind, unit, is_facet)) in enumerate(words("facets").items())
        ],
        ignore_conflicts=True,
    )


def add_brands(names_and_slugs):
    """Adds only those whose name is not there, so that a second run uses up no ids either."""
    wanted = dict(names_and_slugs)
    there = set(Brand.objects.filter(name__in=wanted).values_list("name", flat=True))
    Brand.objects.bulk_create(Brand(name=name, slug=slug) for name, slug in wanted.items() if name not in there)


def slug_of(name):
    """`Samovar & Sons` → samovar-and-sons."""
    return "-".join(name.lower().replace("&", "and").split())


def _category(written, url_path, parent):
    category = Category.objects.filter(url_path=url_path).first()
    if category:
        return category
    fields = {
        "name": written.name,
        "slug": written.slug,
        "description": written.description,
        "image": category_picture(url_path),
    }
    return Category.objects.add_child(parent, fields) if parent else Category.objects.add_root(fields)


def _add_customers():
    """Nobody can log in as these: they have no password until one is set for them."""
    customers = get_user_model().objects
    there = set(customers.values_list("email", flat=True).filter(email__in=[email for email, _ in CUSTOMERS]))
    customers.bulk_create(
        customers.model(email=email, name=name, password=make_password(None))
        for email, name in CUSTOMERS
        if email not in there
    )
