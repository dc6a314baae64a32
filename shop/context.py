"""What every template may use without asking."""

from django.conf import settings


def shop(request):
    return {"SITE_NAME": settings.SITE_NAME, "SITE_URL": settings.SITE_URL}
