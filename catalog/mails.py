"""Mails about products. Each is sent by `send_mail_later(name, to=…, key=…, <what its function takes>)`."""

from django.urls import reverse

from catalog.back_in_stock import withdrawal_token
from catalog.low_stock import LowVariant, as_csv, low_stock
from catalog.models import StockAlert
from shop.mail import Attachment, mail

SHOWN = 20  # of a report, in the mail itself


def sample_alert() -> dict:
    product = {"title": "Halden mug", "variant": "Blue, large", "path": "/p/halden-mug/"}
    return product | {"name": "", "off": "/no-more-alerts/sample/"}


@mail("back-in-stock", sample=sample_alert, queue="soon")
def back_in_stock(alert: int):
    """To who asked for a variant, by its alert's id."""
    told = StockAlert.objects.select_related("variant__product").get(pk=alert)
    product = told.variant.product
    return {
        "name": "",
        "title": product.title,
        "variant": told.variant.label,
        "path": product.get_absolute_url(),
        "off": reverse("catalog:withdraw_alerts", args=[withdrawal_token(told.email)]),
    }


def sample_report() -> dict:
    return listed([LowVariant("MUG-BLUE-L", "Halden mug", "Blue, large", 2, 1, 5, 3)] * 3)


@mail("low-stock", sample=sample_report, attach=lambda context: [context["table"]], queue="whenever")
def low_stock_report():
    """To staff who may change stock, daily; none when nothing is low."""
    variants = low_stock()
    return listed(variants) if variants else None


def listed(variants: list[LowVariant]) -> dict:
    """The first few to read, all of them in a table for a spreadsheet."""
    table = Attachment("low-stock.csv", as_csv(variants).encode(), "text/csv")
    return {"name": "", "variants": variants[:SHOWN], "count": len(variants), "table": table}
