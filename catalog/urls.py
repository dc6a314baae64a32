"""Included at the root, below the language's prefix."""

from django.urls import path

from catalog.views.category import category
from catalog.views.home import home
from catalog.views.product import product
from catalog.views.review import review
from catalog.views.search import search, suggest

app_name = "catalog"
urlpatterns = [
    path("", home, name="home"),
    path("c/<path:url_path>/", category, name="category"),
    path("p/<slug:slug>/", product, name="product"),
    path("p/<slug:slug>/review/", review, name="review"),
    path("search/", search, name="search"),
    path("search/suggest/", suggest, name="suggest"),
]
