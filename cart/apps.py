from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _


class CartConfig(AppConfig):
    name = "cart"
    verbose_name = _("carts")

    def ready(self):
        from cart import holes  # noqa: F401, PLC0415  registers itself
        from cart.merge import merge_guest_cart  # noqa: PLC0415  models are there only now
        from cart.wishes.current import merge_guest_list  # noqa: PLC0415

        user_logged_in.connect(merge_guest_cart, dispatch_uid="merge_guest_cart")
        user_logged_in.connect(merge_guest_list, dispatch_uid="merge_guest_list")
