"""Included at /account/orders/."""

from django.urls import path

from checkout.views import orders

app_name = "orders"
urlpatterns = [
    path("", orders.order_list, name="list"),
    path("<slug:number>/", orders.order_page, name="show"),
    path("<slug:number>/cancellation/", orders.cancellation, name="cancel"),
    path("<slug:number>/again/", orders.another, name="another"),
]
