"""The running test stack, as tests see it: addresses, processes, and ways to hurt them."""

import os
import re
import signal
import socket
import sys
import time
from functools import cached_property
from pathlib import Path

import requests

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bin"))
from stack import environment, failover, parts, place, postgres, probes, processes, supervisor


class RunningStack:
    """`bin/test` sets STACK_STATE and SHOP_PORT; a stack that is not there makes its tests skip."""

    def __init__(self):
        self.state = place.state()
        self.settings = environment.settings(self.state)
        self.port = environment.for_templates(self.state)["PORT"]
        self.parts = {part.name: part for part in parts.chosen("full", self.settings)}

    @property
    def is_there(self) -> bool:
        return self.state.is_test and supervisor.is_running(self.state)

    # --- what a visitor does ---

    @property
    def url(self) -> str:
        """The shop's address, through the load balancer, without a slash at the end."""
        return self.url_of("lb")

    def url_of(self, name: str) -> str:
        """The address of one layer: lb, varnish, app1, app2."""
        return f"http://localhost:{self.port[name]}"

    def get(self, path: str, layer: str = "lb", **options) -> requests.Response:
        """One request on a connection of its own; redirects are not followed."""
        options = {"timeout": 30, "allow_redirects": False} | options
        return requests.get(self.url_of(layer) + path, **options)

    def post(self, path: str, form: dict, layer: str = "lb") -> requests.Response:
        """A form, sent as a browser sends one from the shop's own pages."""
        own = {"Origin": self.url_of(layer), "Sec-Fetch-Site": "same-origin"}
        return requests.post(self.url_of(layer) + path, form, headers=own, timeout=30, allow_redirects=False)

    def add_to_cart(self) -> requests.Response:
        """The simplest thing that writes: a visitor without a cart puts a piece into one. 303 when that was done."""
        return self.post("/cart/add/", {"variant": self.variant, "quantity": "1"})

    @cached_property
    def variant(self) -> str:
        return re.search(r'name="variant"[^>]*value="(\d+)"', self.get(self.product_path).text)[1]  # type: ignore[index]

    @cached_property
    def product_path(self) -> str:
        return re.search(r'href="(/p/[^"?#]+)"', self.get("/").text)[1]  # type: ignore[index]

    @cached_property
    def category_path(self) -> str:
        return re.search(r'href="(/c/[^"?#]+)"', self.get("/").text)[1]  # type: ignore[index]

    # --- what an operator or a fault does ---

    def pid(self, name: str) -> int:
        pid = supervisor.programs(self.state)[name]["pid"]
        assert pid, f"{name} does not run"  # to signal 0 is to signal ourselves
        return pid

    def kill(self, name: str, signum: int = signal.SIGKILL) -> None:
        os.kill(self.pid(name), signum)

    def kill_all_of(self, name: str, signum: int = signal.SIGKILL) -> None:
        """The program and its children: what a machine does that loses power."""
        for pid in processes.tree(self.pid(name)):
            processes.send(pid, self.state, signum)

    def wait_until_gone(self, name: str, seconds: float = 1) -> None:
        """Until nobody listens at this part's port: a killed process' children live on for a few milliseconds."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port[name]), seconds).close()
            except ConnectionRefusedError:
                return
            except ConnectionResetError:
                pass  # it went in just this moment
            assert time.monotonic() < deadline, f"{name} still listens {seconds} s after its end"

    def freeze(self, name: str) -> None:
        self.kill_all_of(name, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        self.kill_all_of(name, signal.SIGCONT)

    def stop(self, name: str) -> None:
        """Stops it for good: unlike after a kill, nobody starts it again."""
        supervisor.halt(self.state, name)

    def start(self, name: str) -> None:
        supervisor.begin(self.state, name)

    def forget_purges(self) -> None:
        """For tests that count hits: the relay would repeat, up to 16 s later, what earlier tests had it purge."""
        time.sleep(1)  # by now all was told once
        self.stop("relay")
        self.psql("DELETE FROM shop_outbox")
        self.start("relay")
        self.wait_until_well("relay")

    def is_well(self, name: str) -> bool:
        return probes.check(self.parts[name], self.state)[0]

    def wait_until_well(self, *names: str, seconds: float = 30) -> float:
        """Waits for these parts (all, if none is named); returns how many seconds that took."""
        started = time.monotonic()
        ill = list(names or self.parts)
        while ill := [name for name in ill if not self.is_well(name)]:
            assert time.monotonic() - started < seconds, f"not well after {seconds} s: {ill}"
            time.sleep(0.1)
        return time.monotonic() - started

    def heal(self) -> None:
        """Starts what a test has stopped, thaws what it froze, takes back what it configured or promoted, and waits.

        (Asking the worker costs 2 s of CPU.)
        """
        for name in self.parts:
            known = supervisor.programs(self.state)[name]
            if known["statename"] in ("STOPPED", "EXITED", "FATAL"):
                self.start(name)
            elif known["pid"]:
                self.thaw(name)
        self.heal_postgres()
        self.wait_until_well(*(name for name in self.parts if name != "worker"))

    def heal_postgres(self) -> None:
        for node in failover.NODES:
            changed = self.state.pg / node / "postgresql.auto.conf"
            if any(not line.startswith("#") for line in changed.read_text().splitlines()):
                postgres.try_psql(self.state, "ALTER SYSTEM RESET ALL", node)
                postgres.try_psql(self.state, "SELECT pg_reload_conf()", node)
            postgres.try_psql(self.state, "SELECT pg_wal_replay_resume() WHERE pg_is_in_recovery()", node)
        if failover.leader(self.state) != "primary" or not all(map(self.is_well, failover.REPLICAS)):
            failover.normal(self.state)

    def psql(self, sql: str, database: str = "shop", node: str = "primary") -> str:
        return postgres.psql(self.state, sql, database, node)
