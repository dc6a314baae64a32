"""One status for many products: one statement a batch, so that the database refreshes a batch at a time."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog.models import Product

BATCH = 1000
MAX_PRODUCTS = 10_000  # some seconds; an editor who means more means an import


def set_status(model_admin, request, products, status: str) -> None:
    """`version` and listings follow by the database's own triggers."""
    ids = list(products.exclude(status=status).order_by().values_list("pk", flat=True)[: MAX_PRODUCTS + 1])
    if len(ids) > MAX_PRODUCTS:
        text = _("At most %(most)s products at once. Narrow the list by search or filter.") % {"most": MAX_PRODUCTS}
        model_admin.message_user(request, text, messages.ERROR)
        return
    for start in range(0, len(ids), BATCH):
        batch = Product.objects.filter(pk__in=ids[start : start + BATCH])
        batch.update(status=status)
        model_admin.log_status(request, batch.only("title"), status)
    text = ngettext("%(count)s product is now %(status)s.", "%(count)s products are now %(status)s.", len(ids))
    values = {"count": len(ids), "status": Product.Status(status).label}
    model_admin.message_user(request, text % values, messages.SUCCESS)


@admin.action(description=_("Publish"), permissions=["change"])
def publish(model_admin, request, products):
    set_status(model_admin, request, products, Product.Status.PUBLISHED)


@admin.action(description=_("Take off the shop (draft)"), permissions=["change"])
def unpublish(model_admin, request, products):
    set_status(model_admin, request, products, Product.Status.DRAFT)


@admin.action(description=_("Archive"), permissions=["change"])
def archive(model_admin, request, products):
    set_status(model_admin, request, products, Product.Status.ARCHIVED)
