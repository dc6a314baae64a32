"""Where a customer's parcels and bills go. Orders keep copies of their own: an address may change or go at any time."""

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.address_rules import FIELDS, address_lines
from accounts.models.customer import Customer

MAX_ADDRESSES = 50  # a customer
USES = ("delivery", "billing")


class Address(models.Model):
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="addresses", verbose_name=_("customer"))
    name = models.CharField(_("name"), max_length=150)
    company_name = models.CharField(_("company"), max_length=150, blank=True)
    street_address = models.TextField(_("street"), max_length=250)
    city = models.CharField(_("city"), max_length=120, blank=True)
    city_area = models.CharField(_("district"), max_length=120, blank=True)
    country_area = models.CharField(_("state or province"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country_code = models.CharField(_("country"), max_length=2)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    is_for_delivery = models.BooleanField(_("parcels go here by default"), default=False)
    is_for_billing = models.BooleanField(_("bills go here by default"), default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["-is_for_delivery", "-is_for_billing", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(is_for_delivery=True), name="address_one_delivery"
            ),
            models.UniqueConstraint(fields=["customer"], condition=Q(is_for_billing=True), name="address_one_billing"),
        ]

    def __str__(self):
        return ", ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """As on a letter."""
        return address_lines(self.as_dict())

    def as_dict(self) -> dict[str, str]:
        """All of FIELDS: what checkout copies into an order, and what fills the form."""
        return {field: getattr(self, field) for field in FIELDS}

    def keep(self, address: dict[str, str]) -> None:
        """Becomes what a valid form says, and is saved. A customer's first one is the default for all uses."""
        for field in FIELDS:
            setattr(self, field, address[field])
        with transaction.atomic():
            self._wait_for_others()
            if self.pk is None and not self._others().exists():
                self.is_for_delivery = self.is_for_billing = True
            self.save()

    def make_default(self, use: str) -> None:
        """From now on for `use`, one of USES, instead of the one that was."""
        flag = f"is_for_{use}"
        with transaction.atomic():
            self._wait_for_others()
            self._others().filter(**{flag: True}).update(**{flag: False})
            Address.objects.filter(pk=self.pk).update(**{flag: True})

    def _others(self) -> models.QuerySet["Address"]:
        """The same customer's."""
        return Address.objects.filter(customer_id=self.customer_id).exclude(pk=self.pk)

    def _wait_for_others(self) -> None:
        """One change of a customer's addresses at a time: there is one default of each kind."""
        Customer.objects.select_for_update().only("pk").get(pk=self.customer_id)
