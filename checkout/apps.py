from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CheckoutConfig(AppConfig):
    name = "checkout"
    verbose_name = _("orders")

    def ready(self):
        from cart.merge import carts_merge  # noqa: PLC0415  models are there only now
        from catalog import consistency  # noqa: PLC0415
        from checkout.consistency import RESERVED  # noqa: PLC0415
        from checkout.defaults import ensure_after_migrate  # noqa: PLC0415
        from checkout.merge import carry_over  # noqa: PLC0415

        consistency.CHECKS.append(RESERVED)
        carts_merge.connect(carry_over, dispatch_uid="carry_over_checkout")
        post_migrate.connect(ensure_after_migrate, sender=self)
