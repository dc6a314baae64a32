from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from catalog.after_migrate import ensure_brand_facet, quiet_triggers, set_default_currency


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("catalogue")

    def ready(self):
        post_migrate.connect(set_default_currency, sender=self)
        post_migrate.connect(ensure_brand_facet, sender=self)
        post_migrate.connect(quiet_triggers, sender=self)
