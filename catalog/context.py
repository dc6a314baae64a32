"""The menu for pages whose view does not bring its own navigation. One query, made only if a template shows it."""

from django.utils.functional import SimpleLazyObject

from catalog.queries.navigation import navigation


def menu(request):
    return {"navigation": SimpleLazyObject(navigation)}
