"""Below /checkout/, in its namespace."""

from django.urls import path

from checkout.payments.comeback import payment_return
from checkout.payments.webhook import webhook

urlpatterns = [
    path("payment/<uuid:token>/", payment_return, name="payment_return"),
    path("webhook/<slug:variant>/", webhook, name="webhook"),
]
