"""What lies between an order's goods and its total, row by row, as the mail and the invoice show it."""

from decimal import Decimal

from django.utils.translation import gettext as _

from checkout.models import Order


def sums(order: Order) -> list[tuple[str, Decimal]]:
    """(name, amount) in the order's currency; goods and these are the total."""
    names = ", ".join(dict.fromkeys(discount["name"] for discount in order.discounts))
    rows = [(f"{_('Discount')} ({names})" if names else _("Discount"), -order.discount)] if order.discount else []
    rows.append((f"{_('Delivery')} ({order.shipping_name})" if order.shipping_name else _("Delivery"), order.shipping))
    if order.tax and not order.tax_included:
        rows.append((_("Tax"), order.tax))
    return rows
