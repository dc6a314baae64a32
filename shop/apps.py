from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ShopConfig(AppConfig):
    name = "shop"

    def ready(self):
        from shop.caching import check  # noqa: F401, PLC0415  registers itself
        from shop.tasks import upkeep  # noqa: F401, PLC0415  so does this

        autodiscover_modules("mails")  # each app's mails.py
        autodiscover_modules("tasks")  # each app's tasks.py
