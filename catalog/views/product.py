from django.utils.html import strip_tags
from django.utils.text import Truncator

from catalog.models import Image
from catalog.queries.navigation import navigation
from catalog.queries.products import ProductPage, product_page
from catalog.structured import of_breadcrumb, of_product
from catalog.surrogate_keys import shows_cards, shows_popular_of, shows_product
from catalog.views.category import moved_or_not_found
from catalog.views.choice import variant_choice
from shop.caching.pages import TwoPassView
from shop.caching.policy import Shared


class ProductView(TwoPassView):
    """Anyone may call. Five queries: product, variants, reviews, related cards, navigation.

    404 for an unknown or unpublished product; 301 from an address it had before.
    """

    policy = Shared("LONG")

    def first_pass(self, page, slug: str):
        found = product_page(slug)
        if found is None:
            return moved_or_not_found(page)
        shown = found.product
        shows_product(shown)
        shows_cards(found.related)
        around = navigation(found.category)
        above = [*around.ancestors, found.category] if found.category else []
        if found.category:
            shows_popular_of(found.category.pk)
        steps = [{"name": one.name, "url": one.get_absolute_url()} for one in above] + [{"name": shown.title}]
        description = Truncator(strip_tags(shown.short_description or shown.description)).chars(160)
        context = {
            "page": found,
            "product": shown,
            "choice": variant_choice(found),
            "gallery": described(found),
            "navigation": around,
            "active_menu": above[0].pk if above else None,
            "breadcrumb": steps,
            "description": description,
            "canonical": shown.get_absolute_url(),
            "structured": of_product(found, description),
            "structured_breadcrumb": of_breadcrumb(steps),
        }
        return self.render(page, "catalog/show.html", context)


def described(page: ProductPage) -> list[tuple[Image, str]]:
    """The pictures there are, each with a text for who cannot see it: the editor's, else the product's title."""
    title = page.product.title
    pictures = [image for image in page.gallery if image.file]
    return [
        (image, image.alt or (title if number == 1 else f"{title} ({number})"))
        for number, image in enumerate(pictures, 1)
    ]
