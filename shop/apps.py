from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "shop"

    def ready(self):
        from shop.caching import check  # noqa: F401, PLC0415  registers itself
