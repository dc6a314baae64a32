from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CustomerGroup(models.Model):
    """Customers for whom a promotion is: wholesale, employees. Django's own groups give rights, so they are not these:
    who may hand out a discount must not thereby hand out the admin.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    customers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="customer_groups", blank=True, verbose_name=_("customers")
    )

    class Meta:
        verbose_name = _("customer group")
        verbose_name_plural = _("customer groups")
        ordering = ["name"]

    def __str__(self):
        return self.name
