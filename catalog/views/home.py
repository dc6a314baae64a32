from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.queries.home import home_page
from catalog.queries.navigation import Navigation
from catalog.structured import of_shop
from shop.caching.policy import public

HERO_PICTURES = 3
EACH_SECTION = 8


@public(seconds=60)
@require_safe
def home(request):
    """Anyone may call. Four queries: popular, newest, on sale, categories (which are the menu, too)."""
    page = home_page()
    hero = [product for product in page.popular if product.image_file][:HERO_PICTURES]
    context = {
        "home": {
            "popular": page.popular[:EACH_SECTION],
            "newest": page.newest[:EACH_SECTION],
            "on_sale": page.on_sale[:EACH_SECTION],
        },
        "hero": hero,
        "categories": page.categories,
        "navigation": Navigation(menu=page.categories),
        "canonical": reverse("catalog:home"),
        "description": _("Furniture, light, cloth, paper and play from small makers, described honestly."),
        "structured": of_shop(),
    }
    return render(request, "catalog/home.html", context)
