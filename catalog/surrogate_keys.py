"""Surrogate keys of the catalogue: which a page attaches, and which writes purge it. M stands for MANY.

| key          | attached by                            | purged when |
| ------------ | -------------------------------------- | --- |
| `p7`         | product 7's page; cards that show it   | its `version` rises (price, band, review …), a delete |
| `pc3`        | pages of products in category 3        | a statement changes more than M products, some of them there |
| `pc0`        | pages of products in none              | the same |
| `cards`      | pages with cards                       | a statement changes more than M products |
| `c5`         | category 5's page                      | its row; a listing appears, goes, sorts differently |
| `o5`         | the most popular of category 5         | a listing of it appears, goes or changes its popularity |
| `lists`      | home, search, suggestions, sitemaps    | any listing |
| `found`      | search, suggestions, sitemaps          | a title, an address or what a product is found by |
| `every-list` | every category page                    | a statement changes listings of more than M categories |
| `menu`       | every page with the menu               | a category is added, deleted, renamed, moved, hidden |
| `facets`     | pages that name attributes             | an attribute's row |
| `old`        | redirects from old addresses           | an old address |

Left out on purpose: stock quantities (only the displayed band is on a page, and it raises the version); words for
suggestions and corrections (they follow hourly).
"""

from shop.caching.tags import collect
from shop.outbox.triggers import notes

MANY = 200


def shows_product(product) -> None:
    """A product's own page."""
    tops = product.category_ids[:20] or [0]
    collect(f"p{product.pk}", *(f"pc{category}" for category in tops), "facets", "menu", until=product.next_change_at)


def shows_cards(products) -> None:
    """Cards of products from anywhere."""
    collect(*(f"p{product.pk}" for product in products), "cards")


def shows_listing(category_id: int) -> None:
    collect(f"c{category_id}", "every-list", "facets", "menu")


def shows_found(products=()) -> None:
    """What was found by words, or might have been: a product renamed now may be found next time."""
    collect("lists", "found", "facets", "menu")
    shows_cards(products)


def shows_popular_of(category_id: int) -> None:
    collect(f"o{category_id}")


# --- what writes purge: queries of tags over the changed rows of a statement ---

CHANGED_PRODUCTS = """
WITH changed AS ({rows})
SELECT 'p' || id FROM changed WHERE (SELECT count(*) FROM changed) <= {many}
UNION ALL
SELECT DISTINCT 'pc' || coalesce(category, 0)
FROM changed LEFT JOIN LATERAL unnest(changed.category_ids) category ON true
WHERE (SELECT count(*) FROM changed) > {many}
UNION ALL
SELECT 'cards' WHERE (SELECT count(*) FROM changed) > {many}
UNION ALL
SELECT 'found' WHERE EXISTS (SELECT FROM changed WHERE reworded)
"""

CHANGED_LISTINGS = """
WITH changed AS ({rows}), categories AS (SELECT DISTINCT category_id FROM changed)
SELECT 'c' || category_id FROM categories WHERE (SELECT count(*) FROM categories) <= {many}
UNION ALL
SELECT 'o' || category_id FROM (SELECT DISTINCT category_id FROM changed WHERE reordered) reordered
UNION ALL
SELECT 'lists' WHERE EXISTS (SELECT FROM changed)
UNION ALL
SELECT 'every-list' WHERE (SELECT count(*) FROM categories) > {many}
"""


def product_notes():
    def tags(rows):
        return CHANGED_PRODUCTS.format(rows=rows, many=MANY)

    return notes(
        update=tags(
            "SELECT n.id, n.category_ids || o.category_ids AS category_ids, "
            "(n.title, n.slug, n.search) IS DISTINCT FROM (o.title, o.slug, o.search) AS reworded "
            "FROM new_rows n JOIN old_rows o USING (id) "
            "WHERE n.version <> o.version OR n.next_change_at IS DISTINCT FROM o.next_change_at"
        ),
        delete=tags("SELECT id, category_ids, false AS reworded FROM old_rows"),
    )


def listing_notes():
    def tags(rows):
        return CHANGED_LISTINGS.format(rows=rows, many=MANY)

    return notes(
        insert=tags("SELECT category_id, true AS reordered FROM new_rows"),
        update=tags(
            "SELECT n.category_id, n.popularity <> o.popularity AS reordered "
            "FROM new_rows n JOIN old_rows o USING (id) WHERE n.* IS DISTINCT FROM o.*"
        ),
        delete=tags("SELECT category_id, true AS reordered FROM old_rows"),
    )


def category_notes():
    return notes(
        insert="SELECT 'menu' FROM new_rows",
        update="SELECT 'c' || n.id FROM new_rows n JOIN old_rows o USING (id) WHERE n.version <> o.version "
        "UNION SELECT 'menu' FROM new_rows n JOIN old_rows o USING (id) "
        "WHERE (n.name, n.url_path, n.path, n.is_active, n.image) IS DISTINCT FROM "
        "(o.name, o.url_path, o.path, o.is_active, o.image)",
        delete="SELECT 'c' || id FROM old_rows UNION SELECT 'menu' FROM old_rows",
    )


def attribute_notes():
    return notes(
        insert="SELECT 'facets' FROM new_rows LIMIT 1",
        update="SELECT 'facets' FROM new_rows n JOIN old_rows o USING (id) WHERE n.* IS DISTINCT FROM o.* LIMIT 1",
        delete="SELECT 'facets' FROM old_rows LIMIT 1",
    )


def old_address_notes():
    return notes(
        insert="SELECT 'old' FROM new_rows LIMIT 1",
        update="SELECT 'old' FROM new_rows LIMIT 1",
        delete="SELECT 'old' FROM old_rows LIMIT 1",
    )
