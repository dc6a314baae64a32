"""What the workers of bench/tasks.py run: tasks whose effects can be counted."""

import time
from dataclasses import replace

import django

django.setup()

from django.db import connection  # noqa: E402

from shop.celery import app  # noqa: E402, F401  Celery looks for it here
from shop.mail.registry import MAILS  # noqa: E402
from shop.tasks import current_key, task  # noqa: E402
from shop.thumbnails.make import make_thumbnail  # noqa: E402

ALIAS, FORMAT = "card-360", "webp"
MAIL = "welcome"
MAILS[MAIL] = replace(MAILS[MAIL], write=lambda **ids: MAILS[MAIL].sample())  # its customer need not exist


@task(queue="whenever")
def write_row() -> None:
    """Counted by the table bench_effect, which takes any key twice."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_effect (key) VALUES (%s)", [current_key()])
    time.sleep(0.05)  # a kill should find it between its effect and its end


@task(queue="soon")
def draw(source: str) -> None:
    make_thumbnail(source, ALIAS, FORMAT)
