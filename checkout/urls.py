"""Included at /checkout/."""

from django.urls import include, path

app_name = "checkout"
urlpatterns = [
    path("", include("checkout.payments.urls")),
]
