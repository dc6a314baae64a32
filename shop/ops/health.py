"""/healthz: the process lives. /readyz: it may take traffic, since the database answers. Never cached."""

from django.db import DatabaseError, connection
from django.http import JsonResponse


def healthz(request):
    """Anyone may call; touches nothing."""
    return JsonResponse({"status": "ok"})


def readyz(request):
    """Anyone may call; one trivial query; 503 while the database can't be reached."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return JsonResponse({"status": "unavailable", "database": type(error).__name__}, status=503)
    return JsonResponse({"status": "ok"})
