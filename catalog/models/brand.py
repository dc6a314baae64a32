from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog import triggers
from catalog.models.versioned import Versioned


class Brand(Versioned):
    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ["name"]
        triggers = triggers.brand_triggers()

    def __str__(self):
        return self.name
