"""Included at /cart/."""

from django.urls import path

from cart.views import lines, saved, vouchers

app_name = "cart"
urlpatterns = [
    path("", lines.show, name="show"),
    path("add/", lines.add, name="add"),
    path("update/", lines.update, name="update"),
    path("accept/", lines.accept, name="accept"),
    path("save/", saved.save, name="save"),
    path("saved/restore/", saved.restore, name="restore"),
    path("saved/remove/", saved.remove, name="remove_saved"),
    path("vouchers/", vouchers.enter, name="enter_voucher"),
    path("vouchers/remove/", vouchers.remove, name="remove_voucher"),
]
