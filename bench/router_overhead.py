"""What the choice of nodes costs: a query through router and back end of shop/db, beside Django's own back end.

    python bench/router_overhead.py [--rounds 300]

Against the running stack (var/stack.env, or DATABASE_URL and REPLICA_URLS). Each round measures all ways in turn, so
that a busy machine is fair to them; each way of ours stands beside Django's own to the same server. Printed are medians
over the rounds, in µs a query, of visits of five queries, as a page makes them. Then: what a visit costs without any
query, and what the probe takes.
"""

import argparse
import gc
import os
import random
import resource
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

VISITS, QUERIES = 4, 5  # a round: short, so that what disturbs the machine strikes all ways alike
AIM_MICROSECONDS = 15
SECONDS_WATCHED = 5.0


def set_up():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
    os.environ["TOOLBAR"] = "off"
    import django
    from django.conf import settings

    settings.DEBUG = False
    # One replica: the plain connection beside it then has the same server.
    settings.DATABASES["replica"]["NODES"] = settings.DATABASES["replica"]["NODES"][:1]
    django.setup()


def plain(node):
    """Django's own connection to a node, with the settings of ours."""
    from django.db import connections
    from django.db.utils import ConnectionHandler

    address = {"HOST": node.parameters["host"], "PORT": node.parameters["port"]}
    configured = connections.settings["default"] | address | {"ENGINE": "django.db.backends.postgresql"}
    return ConnectionHandler({"default": configured})["default"]


@contextmanager
def visit(unsafe: bool):
    """As the middleware makes it, comment and all. Gives the function that finds the connection for SQL of our own."""
    from shop.db.router import reader
    from shop.db.visit import Visit, begin_visit, end_visit

    made = Visit(unsafe=unsafe)
    made.label = "id=0123456789abcdef0123456789abcdef view=catalog.product"
    begin_visit(made)
    yield reader
    end_visit()


@contextmanager
def instead(connection):
    """Django's own connection is the only one there is, and no router is asked."""
    from django.db import connections, router

    ours, routers = connections["default"], router.routers
    connections["default"], router.routers = connection, []
    yield lambda: connections["default"]
    connections["default"], router.routers = ours, routers


def ways():
    """Name → a visit to make the queries in."""
    from shop.db.nodes import nodes

    nodes().listen()
    primary, replica = plain(nodes().primary), plain(nodes().replicas[0])
    return {
        "plain, primary": lambda: instead(primary),
        "shop.db, default": lambda: visit(unsafe=True),
        "plain, replica": lambda: instead(replica),
        "shop.db, replica": lambda: visit(unsafe=False),
    }


def questions():
    """Name → a function of the one that finds the connection. Every signed-in page gets a customer by its key."""
    from accounts.models import Customer

    known = Customer.objects.values_list("pk", flat=True)[0]

    def select_one(connection):
        with connection().cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()

    return {"SELECT 1 by cursor": select_one, "ORM get": lambda connection: Customer.objects.get(pk=known)}


def microseconds(way, ask) -> tuple[float, float]:
    """By the clock, which also counts how late the scheduler woke either side up; and of our own CPU."""
    started, cpu = perf_counter(), thread_time()
    for _ in range(VISITS):
        with way() as connection:
            for _ in range(QUERIES):
                ask(connection)
    done = VISITS * QUERIES / 1e6
    return (perf_counter() - started) / done, (thread_time() - cpu) / done


def compare(rounds: int) -> None:
    choices = ways()
    for name, ask in questions().items():
        taken = {way: [] for way in choices}
        for turn in range(rounds + 2):
            for way in random.sample(list(choices), len(choices)):
                spent = microseconds(choices[way], ask)
                if turn >= 2:  # connections are made, pages are warm
                    taken[way].append(spent)
        print(f"{name:<22} {'µs':>7} {'of CPU':>7}   more than plain, in CPU (aim: {AIM_MICROSECONDS})")
        for plain_one, ours in (("plain, primary", "shop.db, default"), ("plain, replica", "shop.db, replica")):
            for way in (plain_one, ours):
                clock, cpu = (median(column) for column in zip(*taken[way], strict=True))
                more = median(one[1] - other[1] for one, other in zip(taken[way], taken[plain_one], strict=True))
                print(f"  {way:<20} {clock:7.1f} {cpu:7.1f}   {f'{more:+.1f}' if way == ours else ''}")


def a_visit(rounds: int) -> None:
    """The middleware around a view that asks nothing."""
    from django.http import HttpResponse
    from django.test import RequestFactory

    from shop.middleware.database import DatabaseMiddleware

    answer = HttpResponse()
    request: Any = RequestFactory().get("/")
    request.id = "0123456789abcdef0123456789abcdef"
    middleware, taken = DatabaseMiddleware(lambda request: answer), []
    for _ in range(rounds):
        started = perf_counter()
        for _ in range(100):
            middleware(request)
        taken.append((perf_counter() - started) * 1e4)
    print(f"a visit without a query: {median(taken):.1f} µs")


def the_probe() -> None:
    """Memory and CPU of the background thread, idle and while visits come; two replicas and the primary."""
    from shop.db.nodes import nodes

    thread = next(thread for thread in threading.enumerate() if thread.name == "database probe")
    clock = time.pthread_getcpuclockid(thread.ident or 0)
    for what, visits_a_second in (("idle", 0), ("while visits come", 50)):
        time.sleep(3)  # it counts as busy for two seconds after a visit
        started = time.clock_gettime(clock)
        end = time.monotonic() + SECONDS_WATCHED
        while time.monotonic() < end:
            if visits_a_second:
                nodes().listen()
            time.sleep(1 / (visits_a_second or 1))
        cpu = (time.clock_gettime(clock) - started) / SECONDS_WATCHED
        print(f"probe, {what}: {cpu * 1000:.1f} ms of CPU a second ({cpu * 100:.2f} % of a core)")


def memory() -> None:
    """How much more is resident once the probe runs: called in a process of its own, that has only connected before."""
    from django.db import connection

    from shop.db.nodes import nodes

    connection.ensure_connection()
    before = resident()
    nodes().listen()
    time.sleep(2)
    print(f"probe, memory: {resident() - before} kB more resident, of {resident()}", flush=True)


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--memory", action="store_true", help="only the probe's memory")
    given = parser.parse_args()
    set_up()
    gc.disable()  # it would strike one way or another by chance
    if given.memory:
        memory()
        return
    compare(given.rounds)
    a_visit(given.rounds)
    the_probe()
    subprocess.run([sys.executable, __file__, "--memory"], check=True)


if __name__ == "__main__":
    main()
