"""Who asked for a sold-out variant is told, once, when it can be bought again.

Whatever lets a variant's band leave "sold out" (a return, an editor, an import, plain SQL) writes a task in the same
transaction (catalog/triggers.py); an hourly one finds what has become buyable by other ways: published, given a price.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import get_language

from catalog.models import Price, Product, StockAlert, Variant
from shop.mail import send_mail_later

MOST_OPEN = 100  # of one address: far more than anybody waits for, and all that a stranger can have sent to it
BATCH = 200  # mails asked for in one transaction
KEPT = timedelta(days=30)  # after telling: long enough to answer "did you mail me?"
SALT = "back in stock"


def ask(variant_id: int, email: str, language: str = "") -> bool:
    """Asks to be told of a variant; asking twice is asking once. False, and nothing is asked: it can be bought now.

    Raises Variant.DoesNotExist. The variant is locked against a change of its band: either that sees this row, or
    this sees that band.
    """
    with transaction.atomic():
        variant = Variant.objects.select_for_update(no_key=True).get(pk=variant_id)
        if buyable().filter(pk=variant_id).exists():
            return False
        if StockAlert.objects.open().of(email).count() < MOST_OPEN:
            alert = StockAlert(variant=variant, email=email, language=language or get_language() or "")
            StockAlert.objects.bulk_create([alert], ignore_conflicts=True)
    return True


def buyable():
    """Variants that a visitor could put into the cart now."""
    priced = Price.objects.filter(variant=OuterRef("pk"), currency=settings.DEFAULT_CURRENCY)
    live = Product.objects.live().filter(pk=OuterRef("product_id"))
    return Variant.objects.filter(Exists(priced), Exists(live), is_active=True, stock_band__gt=Product.Band.SOLD_OUT)


def tell(variant_id: int) -> int:
    """Asks for a mail to each of the next BATCH who wait for the variant, if it can be bought; returns how many.

    In one transaction with what marks them as told, and under a key of each alert's own: none is mailed twice.
    """
    if not buyable().filter(pk=variant_id).exists():
        return 0
    waiting = StockAlert.objects.open().filter(variant=variant_id).select_for_update(skip_locked=True)
    alerts = list(waiting.order_by("pk")[:BATCH])
    for alert in alerts:
        key = f"back-in-stock {alert.pk}"
        send_mail_later("back-in-stock", to=alert.email, language=alert.language, key=key, alert=alert.pk)
    StockAlert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(told_at=Now())
    return len(alerts)


def waited_for() -> list[int]:
    """Variants that can be bought and that somebody still waits for."""
    waiting = StockAlert.objects.open().filter(variant=OuterRef("pk"))
    return list(buyable().filter(Exists(waiting)).order_by("pk").values_list("pk", flat=True)[:BATCH])


def forget_told() -> None:
    StockAlert.objects.filter(told_at__lt=timezone.now() - KEPT).delete()


def withdrawal_token(email: str) -> str:
    """For the link in a mail: whoever holds it may withdraw all that this address asked for."""
    return signing.dumps(email.lower(), salt=SALT)


def email_of(token: str) -> str | None:
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None


def withdraw(email: str) -> int:
    """Ends all that the address waits for; returns of how many variants."""
    return StockAlert.objects.open().of(email).delete()[0]
