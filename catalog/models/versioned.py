"""Columns that the database itself keeps: see catalog/triggers.py."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Versioned(models.Model):
    """`version` rises, and `updated_at` follows, when the row or anything shown with it changes."""

    version = models.BigIntegerField(_("version"), db_default=1, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("updated"), db_default=Now(), editable=False)

    class Meta:
        abstract = True
