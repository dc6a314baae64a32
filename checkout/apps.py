from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CheckoutConfig(AppConfig):
    name = "checkout"
    verbose_name = _("orders")

    def ready(self):
        from catalog import consistency  # noqa: PLC0415  models are there only now
        from checkout.consistency import RESERVED  # noqa: PLC0415
        from checkout.defaults import ensure_after_migrate  # noqa: PLC0415

        consistency.CHECKS.append(RESERVED)
        post_migrate.connect(ensure_after_migrate, sender=self)
