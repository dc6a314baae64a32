"""The shop with one more URL: a response of as many bytes as asked for, made of nothing. For bench/speed.py."""

from django.http import HttpResponse
from django.urls import path

from shop import urls


def bare(request, size: int):
    return HttpResponse(b"x" * size)


urlpatterns = [path("bare/<int:size>", bare), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
