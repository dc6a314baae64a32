"""Included at the root, below the language's prefix."""

from django.urls import path

from catalog.views.back_in_stock import back_in_stock, withdraw_alerts
from catalog.views.category import CategoryView
from catalog.views.home import HomeView
from catalog.views.product import ProductView
from catalog.views.review import review
from catalog.views.search import SearchView, SuggestView

app_name = "catalog"
urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("c/<path:url_path>/", CategoryView.as_view(), name="category"),
    path("p/<slug:slug>/", ProductView.as_view(), name="product"),
    path("p/<slug:slug>/review/", review, name="review"),
    path("p/<slug:slug>/back-in-stock/", back_in_stock, name="back_in_stock"),
    path("no-more-alerts/<str:token>/", withdraw_alerts, name="withdraw_alerts"),
    path("search/", SearchView.as_view(), name="search"),
    path("search/suggest/", SuggestView.as_view(), name="suggest"),
]
