"""Invoices and credit notes: one series a year without gaps, kept for good."""

import pgtrigger
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checkout.models.order import Order, money
from checkout.models.refund import Refund

# The row's lock is held until the commit, so a number that was taken and rolled back is the next one's.
NEXT = """
INSERT INTO checkout_invoiceseries (year, last) VALUES (%s, 1)
ON CONFLICT (year) DO UPDATE SET last = checkout_invoiceseries.last + 1 RETURNING last
"""
SAID = ("kind", "order_id", "refund_id", "year", "serial", "total", "seller", "issued_at")  # columns


class InvoiceSeries(models.Model):
    """How far the numbers of a year have come."""

    year = models.SmallIntegerField(primary_key=True)
    last = models.IntegerField()

    @staticmethod
    def take(year: int) -> int:
        """The next number of the year. The transaction should be short: others wait for it."""
        with connection.cursor() as cursor:
            cursor.execute(NEXT, [year])
            return cursor.fetchone()[0]


class Invoice(models.Model):
    """What it says is the order's, and the seller's as they were then. The PDF is drawn once, after the number is safe.

    It is kept here rather than as a file: its number and it are one, backed up as one, and no address leads to it.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        CREDIT_NOTE = "credit", _("credit note")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.INVOICE)
    order = models.ForeignKey(Order, models.PROTECT, related_name="invoices", verbose_name=_("order"))
    refund = models.ForeignKey(Refund, models.PROTECT, null=True, blank=True, related_name="credit_notes")
    year = models.SmallIntegerField()
    serial = models.IntegerField()
    total = money(_("total"))
    seller = models.JSONField(_("seller"))  # {"name", "lines", "tax_id", "email"}
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    pdf = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="invoice_number_once"),
            models.UniqueConstraint(fields=["order"], condition=Q(kind="invoice"), name="invoice_once_an_order"),
            models.UniqueConstraint(fields=["refund"], condition=Q(kind="credit"), name="credit_note_once_a_refund"),
            models.CheckConstraint(
                condition=Q(kind="invoice", refund=None) | Q(kind="credit", refund__isnull=False),
                name="credit_note_of_a_refund",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep_invoices", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="keep_what_they_say",
                operation=pgtrigger.UpdateOf(*SAID),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def number(self) -> str:
        """`2026-000042`: of the year in which it was issued, in UTC."""
        return f"{self.year}-{self.serial:06d}"

    @property
    def filename(self) -> str:
        return f"{self.kind}-{self.number}.pdf"
