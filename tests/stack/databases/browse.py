"""Eight visitors: `python browse.py URL PATHS`, until stdin is closed; a JSON line for each request as it ends.

A process of its own, so that the tests' own work does not show in the visitors' times. Each visitor rests between two
requests: a machine that is busy all the time would measure its queue, not the fault.
"""

import http.client
import json
import random
import re
import sys
import threading
import time
from urllib.parse import urlsplit

CLIENTS = 8
REST_SECONDS = 0.2  # 8 visitors then ask some 30 times a second, half of what two cores can render
PATIENCE_SECONDS = 20
NODE = re.compile(r'db-(\w+);desc="([^"]*)"')


def browse(address, choices, stop) -> None:
    """One visitor. `choices`: (path, how often); `%` in a path becomes something that no cache has."""
    paths, weights = zip(*choices, strict=True)
    time.sleep(random.random() * REST_SECONDS)
    while not stop.is_set():
        path = random.choices(paths, weights)[0].replace("%", f"{random.getrandbits(40):x}")
        sys.stdout.write(json.dumps(ask(address, path)) + "\n")  # one write: lines of two visitors never mix
        sys.stdout.flush()
        time.sleep(REST_SECONDS * (0.5 + random.random()))


def ask(address, path) -> dict:
    """Status 0 means that no answer came."""
    at = time.monotonic()
    found = {"at": at, "path": path, "status": 0, "nodes": {}, "cache": "", "error": ""}
    try:
        connection = http.client.HTTPConnection(*address, timeout=PATIENCE_SECONDS)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        found["status"], found["cache"] = answer.status, answer.headers.get("X-Cache", "")
        found["nodes"] = dict(NODE.findall(answer.headers.get("Server-Timing", "")))
        if b"</html>" not in body[-200:]:
            found["error"] = "cut short"
    except (OSError, http.client.HTTPException) as error:
        found["error"] = f"{type(error).__name__}: {error}"
    finally:
        connection.close()
    return found | {"seconds": time.monotonic() - at}


def main(url: str, choices: list) -> None:
    parts = urlsplit(url)
    stop = threading.Event()
    arguments = ((parts.hostname, parts.port), choices, stop)
    visitors = [threading.Thread(target=browse, args=arguments) for _ in range(CLIENTS)]
    for visitor in visitors:
        visitor.start()
    sys.stdin.read()
    stop.set()
    for visitor in visitors:
        visitor.join()


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
