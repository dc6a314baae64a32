from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from catalog.after_migrate import ensure_brand_facet, quiet_triggers, set_default_currency
from shop.outbox.due import when_due


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("catalogue")

    def ready(self):
        from catalog import hot_pages  # noqa: F401, PLC0415  registers itself
        from catalog.tasks import refresh_due_products  # noqa: PLC0415  models are there only now

        when_due(refresh_due_products)
        post_migrate.connect(set_default_currency, sender=self)
        post_migrate.connect(ensure_brand_facet, sender=self)
        post_migrate.connect(quiet_triggers, sender=self)
