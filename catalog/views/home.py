from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.queries.home import home_page
from catalog.queries.navigation import Navigation
from catalog.structured import of_shop
from catalog.surrogate_keys import shows_cards
from shop.caching.pages import TwoPassView
from shop.caching.policy import Shared
from shop.caching.tags import collect

HERO_PICTURES = 3
EACH_SECTION = 8


class HomeView(TwoPassView):
    """Anyone may call. Four queries: popular, newest, on sale, categories (which are the menu, too)."""

    policy = Shared("LONG")

    def first_pass(self, page):
        found = home_page()
        hero = [product for product in found.popular if product.image_file][:HERO_PICTURES]
        shows_cards([*found.popular, *found.newest, *found.on_sale])
        collect("lists", "menu")
        context = {
            "home": {
                "popular": found.popular[:EACH_SECTION],
                "newest": found.newest[:EACH_SECTION],
                "on_sale": found.on_sale[:EACH_SECTION],
            },
            "hero": hero,
            "categories": found.categories,
            "navigation": Navigation(menu=found.categories),
            "canonical": reverse("catalog:home"),
            "description": _("Furniture, light, cloth, paper and play from small makers, described honestly."),
            "structured": of_shop(),
        }
        return self.render(page, "catalog/home.html", context)
