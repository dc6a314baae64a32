"""Voucher codes."""

from django.conf import settings
from django.utils.translation import gettext as _

from cart.promotions.entered import enter_voucher, remove_voucher
from cart.views.answer import changes_cart
from shop.caching.policy import private
from shop.rates import limited


@private
@changes_cart
@limited("voucher")
def enter(request):
    """Anyone; `code`. Answers nothing about a code but whether it can be used here."""
    voucher = enter_voucher(request, request.POST.get("code", ""), settings.DEFAULT_CURRENCY)
    return _("Voucher entered: %(code)s") % {"code": voucher.code}


@private
@changes_cart
@limited("cart")
def remove(request):
    """The visitor's own cart alone; `code`."""
    return _("Voucher removed: %(code)s") % {"code": remove_voucher(request, request.POST.get("code", ""))}
