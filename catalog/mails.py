"""Mails about products. Each is sent by `send_mail_later(name, to=…, key=…, <what its function takes>)`."""

from django.urls import reverse

from catalog.back_in_stock import withdrawal_token
from catalog.models import StockAlert
from shop.mail import mail


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
