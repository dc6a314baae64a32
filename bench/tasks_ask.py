"""The other side of bench/tasks_worker.py.

python -m bench.tasks_ask publish     what is a thread of the relay elsewhere
python -m bench.tasks_ask ask N       asks for N tasks
python -m bench.tasks_ask cost N      what asking costs: N times, in a transaction each; µs, in JSON
"""

import json
import sys
import time
from statistics import median, quantiles

from bench.tasks_worker import MAIL, draw, write_row  # isort: skip  it sets Django up

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from shop.mail import send_mail_later
from shop.tasks.publisher import Publisher
from shop.tasks.schedule import periodic


def ask(count: int) -> None:
    """A third each: mails, thumbnails, rows."""
    picture = ContentFile(b"")
    Image.effect_noise((900, 900), 60).convert("RGB").save(picture, "JPEG")
    for number in range(count // 3):
        default_storage.save(f"bench-{number}.jpg", picture)
    for number in range(count):
        each = number // 3
        if number % 3 == 0 and each < count // 3:
            draw.later(f"bench-{each}.jpg", key=f"draw {each}")
        elif number % 3 == 1 and each < count // 3:
            send_mail_later(MAIL, to=f"buyer-{each}@example.com", key=f"{MAIL} {each}", language="en")
        else:
            write_row.later(key=f"row {number}")


def cost(count: int) -> None:
    taken = []
    for number in range(count):
        with transaction.atomic():
            started = time.perf_counter()
            write_row.later(key=f"cost {number} {time.time()}")
            taken.append((time.perf_counter() - started) * 1e6)
            transaction.set_rollback(True)
    taken = taken[count // 10 :]  # a connection is opened, plans are made
    print(json.dumps({"median": median(taken), "p99": quantiles(taken, n=100)[98], "most": max(taken)}))


if __name__ == "__main__":
    action = sys.argv[1]
    if action == "publish":
        for other in periodic():
            other.every = None  # the house's own jobs would want the house's tables
        Publisher().run()
    else:
        {"ask": ask, "cost": cost}[action](int(sys.argv[2]))
