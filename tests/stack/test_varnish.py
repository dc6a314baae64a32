"""What the running Varnish is told: a new configuration, maintenance, purges. Visitors notice only what they should."""

import subprocess
import threading

import pytest
import requests
from stack.place import ROOT

pytestmark = [pytest.mark.stack, pytest.mark.serial]


def varnish(stack, *words):
    subprocess.run([ROOT / "bin" / "varnish", *words], check=True, env=stack.settings, capture_output=True, timeout=60)


def purge(stack, layer="varnish", path="/", **headers):
    return requests.request("PURGE", stack.url_of(layer) + path, headers=headers, timeout=20)


def test_a_new_configuration_keeps_every_page(stack):
    paths = ["/", stack.category_path, stack.product_path]
    stack.forget_purges()
    while {stack.get(path).headers["X-Cache"] for path in paths} != {"hit"}:
        pass
    answers, done = [], threading.Event()

    def browse():
        while not done.is_set():
            answers.extend(stack.get(path) for path in paths)

    visitors = [threading.Thread(target=browse) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for _ in range(3):
        varnish(stack, "reload")
    done.set()
    for visitor in visitors:
        visitor.join()
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["X-Cache"] for answer in answers} == {"hit"}, "misses added"
    listed = subprocess.check_output(["varnishadm", "-n", stack.state.varnish, "vcl.list"], text=True).splitlines()
    # A discarded one is listed for as long as a fetch that began with it still goes on.
    kept = [line for line in listed if "reload_" in line and not line.startswith("discarded")]
    assert len(kept) == 2, "the one in use and the one before"


def test_maintenance_closes_and_opens_at_once(stack):
    varnish(stack, "maintenance", "on")
    try:
        answer = stack.get("/")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "300"
        assert "Closed for a short while" in answer.text
        assert stack.get("/healthz").status_code == 200
    finally:
        varnish(stack, "maintenance", "off")
    assert stack.get("/").status_code == 200


def test_purges_come_from_inside_only(stack):
    stack.get(stack.product_path)
    assert stack.get(stack.product_path).headers["X-Cache"] == "hit"
    for layer in ("lb", "tls"):
        url = stack.url_of(layer).replace("http:", "https:" if layer == "tls" else "http:")
        for claimed in ({}, {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1"}):
            refused = requests.request("PURGE", url + stack.product_path, headers=claimed, verify=False, timeout=20)
            assert refused.status_code == 405
    assert purge(stack, **{"X-Forwarded-For": "127.0.0.1"}, path=stack.product_path).status_code == 405
    assert stack.get(stack.product_path).headers["X-Cache"] == "hit"

    # a page's address is the load balancer's, as its visitors know it
    answer = purge(stack, path=stack.product_path, Host=f"localhost:{stack.port['lb']}")
    assert answer.status_code == 200
    assert int(answer.headers["X-Purged"]) == 1
    assert stack.get(stack.product_path).headers["X-Cache"] == "miss"


def test_holes_are_not_to_be_had_from_outside(stack):
    for layer in ("lb", "varnish"):
        for path in ("/_hole/personal/en-USD/", "/%5Fhole/personal/en-USD/", "//_hole/personal/en-USD/"):
            assert stack.get(path, layer).status_code == 404
