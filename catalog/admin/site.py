"""The admin's own name, and that it leads back to the shop."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.site_title = settings.SITE_NAME
admin.site.site_header = f"{settings.SITE_NAME} · {_('back office')}"
admin.site.index_title = _("Catalogue, customers, reviews")
admin.site.site_url = "/"
