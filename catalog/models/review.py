from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from catalog import triggers
from catalog.models.product import Product


class Review(models.Model):
    """Shown, and counted in the rating, once an editor has approved it."""

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")

    product = models.ForeignKey(Product, models.CASCADE, related_name="reviews", verbose_name=_("product"))
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("customer")
    )
    author = models.CharField(_("name shown"), max_length=80)
    rating = models.SmallIntegerField(_("rating"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    title = models.CharField(_("title"), max_length=150, blank=True)
    text = models.TextField(_("review"), max_length=5000)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    created_at = models.DateTimeField(_("written"), db_default=Now(), editable=False)
    # An imported review's own identity, so that a second import does not double it.
    source_id = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        triggers = triggers.refresh_products_of()
        constraints = [
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="review_rating_1_to_5"),
            models.UniqueConstraint(
                fields=["product", "customer"], condition=Q(customer__isnull=False), name="review_once_a_customer"
            ),
            models.UniqueConstraint(
                fields=["product", "source_id"], condition=~Q(source_id=""), name="review_source_once"
            ),
        ]
        indexes = [
            models.Index(fields=["product", "-created_at"], condition=Q(status="approved"), name="review_shown"),
            models.Index(fields=["-created_at"], condition=Q(status="pending"), name="review_waiting"),
        ]

    def __str__(self):
        return f"{self.rating}/5 {self.title}".strip()
