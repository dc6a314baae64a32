"""Included at /account/wishlist/."""

from django.urls import path

from cart.wishes import views

app_name = "wishes"
urlpatterns = [
    path("", views.show, name="show"),
    path("add/", views.add, name="add"),
    path("move/", views.move, name="move"),
    path("remove/", views.remove, name="remove"),
]
