"""A process with Django that reads as a visit does, 20 times a second, until stdin is closed; a JSON line for each.

DATABASE_URL and REPLICA_URLS say where.
"""

import json
import sys
import threading
import time

import django

django.setup()

from shop.db.router import reader  # noqa: E402
from shop.db.visit import reading  # noqa: E402

REST_SECONDS = 0.05


def read() -> dict:
    """`server`: the port it listens on, by its own word."""
    found = {"at": time.monotonic(), "node": "", "server": 0, "error": ""}
    try:
        with reading() as visit:
            with reader().cursor() as cursor:
                cursor.execute("SELECT current_setting('port')::int")
                found["server"] = cursor.fetchone()[0]
            found["node"] = next(node for node, why in visit.queries)
    except Exception as error:  # whatever a page would have met
        found["error"] = f"{type(error).__name__}: {error}"
    return found | {"seconds": time.monotonic() - found["at"]}


def wait_for_the_end() -> None:
    sys.stdin.read()
    stop.set()


stop = threading.Event()
threading.Thread(target=wait_for_the_end, daemon=True).start()
while not stop.is_set():
    print(json.dumps(read()), flush=True)
    stop.wait(REST_SECONDS)
