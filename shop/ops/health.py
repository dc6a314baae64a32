"""/healthz: the process lives. /readyz: it may take traffic, since a database answers. Never cached."""

from django.db import DatabaseError
from django.http import JsonResponse

from shop.caching.policy import private
from shop.db.nodes import nodes
from shop.db.router import reader


@private
def healthz(request):
    """Anyone may call; touches nothing."""
    return JsonResponse({"status": "ok"})


@private
def readyz(request):
    """Anyone may call; one trivial read; 503 while no database can be read. `writes`: whether a primary is there."""
    try:
        with reader().cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return JsonResponse({"status": "unavailable", "database": type(error).__name__}, status=503)
    return JsonResponse({"status": "ok", "writes": not nodes().is_on or nodes().primary is not None})
