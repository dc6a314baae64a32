"""Included at /checkout/: one step a page."""

from django.urls import include, path

from checkout.views import address, orders, pay, payment, review, shipping, start

app_name = "checkout"
urlpatterns = [
    path("", start.start, name="start"),
    path("address/", address.address, name="address"),
    path("shipping/", shipping.shipping, name="shipping"),
    path("payment/", payment.payment, name="payment"),
    path("review/", review.review, name="review"),
    path("waiting/", start.waiting, name="waiting"),
    path("anew/", start.anew, name="anew"),
    path("pay/<slug:number>/", pay.pay, name="pay"),
    path("again/<slug:number>/", pay.again, name="again"),
    path("done/<slug:number>/", pay.done, name="done"),
    path("", include("checkout.payments.urls")),
    path("order/<str:token>/", orders.door, name="door"),
]
