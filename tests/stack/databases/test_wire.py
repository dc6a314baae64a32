"""Faults of the line between an application server and its nodes; and of the connection that a form is saved on."""

import time

import pytest
import requests

from tests.app_host import AppHost
from tests.stack.databases.case import Shop
from tests.stack.databases.sessions import NODES, REPLICAS
from tests.stack.databases.wire import Wire

pytestmark = [pytest.mark.stack, pytest.mark.serial]

AWAY_SECONDS = 1.5
PROCESSES, THREADS = 4, 2
FIRST_PORT = 200  # from app1's port on: free in every block (bin/stack/ports.py)


@pytest.fixture(scope="module")
def wires(stack):
    """A line to each node."""
    made = {node: Wire(stack.port["app1"] + FIRST_PORT + n, stack.port[node]) for n, node in enumerate(NODES)}
    with made["primary"], made["replica1"], made["replica2"]:
        yield made


@pytest.fixture(scope="module")
def host(stack, wires):
    """An application server whose nodes are at the end of wires."""

    def through(node):
        return (
            stack.settings["REPLICA_URLS"].split(",")[0].replace(f":{stack.port['replica1']}/", f":{wires[node].port}/")
        )

    urls = {"DATABASE_URL": through("primary"), "REPLICA_URLS": ",".join(map(through, REPLICAS))}
    with AppHost(stack.state, "wired", PROCESSES, offset=5, **urls) as host:
        yield host


@pytest.fixture(scope="module")
def wired(host, paths):
    return Shop("behind wires", host.url, paths, PROCESSES * THREADS)


@pytest.fixture(autouse=True)
def mended(wires):
    yield
    for wire in wires.values():
        wire.order("pass")


@pytest.mark.parametrize("order", ["silent", "refuse", "cut", "slow 0.3"])
def test_one_line(wired, wires, order):
    with wired.case(f"replica1's line: {order}") as case:
        with case.fault():
            wires["replica1"].order(order)
            time.sleep(AWAY_SECONDS)
            wires["replica1"].order("pass")
        case.wait_for("replica1")


def test_both_lines_silent(wired, wires):
    with wired.case("both replicas' lines: silent") as case:
        with case.fault():
            for node in REPLICAS:
                wires[node].order("silent")
            time.sleep(AWAY_SECONDS)
            for node in REPLICAS:
                wires[node].order("pass")
        for node in REPLICAS:
            case.wait_for(node)


@pytest.mark.parametrize(("order", "saved"), [("lose COMMIT", 0), ("swallow COMMIT", 1)])
def test_a_form_whose_connection_dies_is_saved_at_most_once(stack, host, wires, order, saved):
    """Before the commit nothing is saved, after it one thing; it is never done again, and the workers are clean."""
    before = int(stack.psql("SELECT count(*) FROM cart_cartline"))
    wires["primary"].order(order)
    assert add_to_cart(stack, host).status_code == 503
    time.sleep(0.3)
    assert int(stack.psql("SELECT count(*) FROM cart_cartline")) == before + saved
    for _ in range(2 * PROCESSES * THREADS):
        assert add_to_cart(stack, host).status_code == 303
        assert requests.get(host.url + "/cart/", timeout=20).status_code == 200
    assert int(stack.psql("SELECT count(*) FROM cart_cartline")) == before + saved + 2 * PROCESSES * THREADS


def add_to_cart(stack, host):
    own = {"Origin": host.url, "Sec-Fetch-Site": "same-origin"}
    form = {"variant": stack.variant, "quantity": "1"}
    return requests.post(f"{host.url}/cart/add/", form, headers=own, timeout=20, allow_redirects=False)
