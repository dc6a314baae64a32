"""Included at /account/orders/."""

from django.urls import path

from checkout.views import orders
from checkout.views.invoice import invoice

app_name = "orders"
urlpatterns = [
    path("", orders.order_list, name="list"),
    path("<slug:number>/", orders.order_page, name="show"),
    path("<slug:number>/invoices/<slug:invoice_number>/", invoice, name="invoice"),
    path("<slug:number>/cancellation/", orders.cancellation, name="cancel"),
    path("<slug:number>/again/", orders.another, name="another"),
]
