"""What pages read from the database costs at two catalogue sizes, measured in turns: a busy machine is fair to both.

    python bench/pages_at_scale.py postgres://…/tenk postgres://…/million [--rounds 15]

For each page: the median, over rounds and over categories, products or searches, of the time its query functions take
in Python and PostgreSQL together (warm), in ms; and the ratio. Searches are the most frequent words of titles,
beginnings of popular titles, the two most frequent words together, rare words and misspelt ones.
"""

import argparse
import os
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("small")
    parser.add_argument("large")
    parser.add_argument("--rounds", type=int, default=15)
    return parser.parse_args()


def set_up(url):
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
    import django

    django.setup()
    from django.conf import settings

    settings.DEBUG = False


class Catalogue:
    """One of the two databases: a connection that takes the place of Django's while it is measured."""

    def __init__(self, url):
        from django.db import connections
        from django.db.utils import ConnectionHandler

        from settings import environment

        configured = connections.settings["default"] | environment.database(url)
        self.connection = ConnectionHandler({"default": configured})["default"]

    def __enter__(self):
        from django.db import connections

        connections["default"] = self.connection
        return self

    def __exit__(self, *_):
        pass


def cases():
    """Name → the functions to time, made from the database that is current."""
    from django.http import QueryDict

    from catalog.models import Category, SearchWord
    from catalog.queries.home import home_page
    from catalog.queries.listing import category_listing
    from catalog.queries.navigation import navigation
    from catalog.queries.products import product_page
    from catalog.queries.selection import ListingQuery
    from catalog.search import search, suggest

    def parsed(text):
        return ListingQuery.parse(QueryDict(text))

    categories = list(Category.objects.filter(is_active=True).order_by("depth", "path")[:12])
    listings = [category_listing(one, parsed("")) for one in categories]
    slugs = [product.slug for listing in listings for product in listing.products[:2]]
    filters = [
        (one, facet.code, facet.values[0].value)
        for one, listing in zip(categories, listings, strict=True)
        for facet in listing.facets[:3]
    ]
    words = list(SearchWord.objects.filter(documents__gt=1).order_by("-documents").values_list("word", flat=True)[:20])
    words = [word for word in words if word.isalpha()]
    rare = list(SearchWord.objects.filter(documents=2).values_list("word", flat=True)[:3])
    pairs = [" ".join(product.title.split()[:2]) for listing in listings for product in listing.products[:1]]
    texts = [*words[:8], *pairs[:8], " ".join(words[:2]), *rare]
    texts += [word[:2] + word[3:] for word in words if len(word) > 5][:3]

    def one_filter(category, code, value):
        from django.utils.http import urlencode

        return lambda: category_listing(category, parsed(urlencode({code: value})))

    return {
        "home": [home_page],
        "category": [lambda one=one: (navigation(one), category_listing(one, parsed(""))) for one in categories],
        "category, page 40": [
            lambda one=one: category_listing(one, parsed("page=40"))
            for one, listing in zip(categories, listings, strict=True)
            if listing.pages >= 40
        ],
        "category, by price": [lambda one=one: category_listing(one, parsed("sort=price")) for one in categories],
        "category, one facet": [one_filter(*one) for one in filters],
        "product": [lambda slug=slug: product_page(slug) for slug in slugs],
        "search": [lambda text=text: search(text, parsed("")) for text in texts],
        "search, by price": [lambda text=text: search(text, parsed("sort=price")) for text in texts],
        "suggest": [lambda begun=text[:length]: suggest(begun) for text in texts for length in (3, 5)],
    }


def main():
    given = arguments()
    set_up(given.small)
    catalogues = {"small": Catalogue(given.small), "large": Catalogue(given.large)}
    todo = {}
    for name, catalogue in catalogues.items():
        with catalogue:
            todo[name] = cases()
    taken = {name: {page: [] for page in pages} for name, pages in todo.items()}
    for _ in range(given.rounds + 1):  # the first, cold, is thrown away
        for page in todo["small"]:
            for name, catalogue in catalogues.items():
                with catalogue:
                    for run in todo[name][page]:
                        start = perf_counter()
                        run()
                        taken[name][page].append((perf_counter() - start) * 1000)
    print(f"{'page':<22} {'small':>8} {'large':>8}  ratio   (median ms, worst of large)")
    for page in todo["small"]:
        small = taken["small"][page][len(todo["small"][page]) :]
        large = taken["large"][page][len(todo["large"][page]) :]
        if small and large:
            ratio = median(large) / median(small)
            print(f"{page:<22} {median(small):8.1f} {median(large):8.1f} {ratio:6.2f}   {max(large):8.1f}")


if __name__ == "__main__":
    main()
