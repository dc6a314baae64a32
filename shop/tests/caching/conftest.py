"""Cache servers of these tests' own, to freeze, fill and kill: one Redis and three Memcached nodes."""

import os
import signal
import socket
import subprocess
import time

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches

from shop.caching import memcached
from shop.caching.backends import server as registry


class Process:
    """One server on a free port of the loopback, started anew as often as a test likes."""

    def __init__(self, words):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.words = [word.replace("PORT", str(self.port)) for word in words]
        self.running, self.black_hole, self.unheard = None, None, []
        self.start()

    def start(self):
        if self.black_hole:
            self.black_hole.close()
        self.running = subprocess.Popen(self.words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError(f"{self.words[0]} does not listen on {self.port}")

    def freeze(self):
        os.kill(self.running.pid, signal.SIGSTOP)

    def thaw(self):
        os.kill(self.running.pid, signal.SIGCONT)

    def kill(self):
        self.running.kill()
        self.running.wait()
        if self.black_hole:
            self.black_hole.close()

    def swallow(self):
        """Whoever connects from now on hears nothing at all, as behind a firewall: the queue of a listener is full."""
        self.kill()
        self.black_hole = socket.create_server(("127.0.0.1", self.port), backlog=0)
        for _ in range(2):
            knock = socket.socket()
            knock.setblocking(False)
            knock.connect_ex(("127.0.0.1", self.port))
            self.unheard.append(knock)


class Servers:
    def __init__(self, directory):
        redis = f"redis-server --bind 127.0.0.1 --port PORT --save  --appendonly no --dir {directory}".split(" ")
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        self.redis = Process(redis)
        self.memcached = [Process(["memcached", *user, "-l", "127.0.0.1", "-p", "PORT", "-U", "0"]) for _ in range(3)]

    @property
    def all(self):
        return [self.redis, *self.memcached]

    @property
    def redis_url(self):
        return f"redis://127.0.0.1:{self.redis.port}/0"

    @property
    def nodes(self):
        return [f"127.0.0.1:{one.port}" for one in self.memcached]

    def locate(self, cache):
        redis = "redis" in cache["BACKEND"]
        return cache | {"LOCATION": self.redis_url if redis else self.nodes}

    def cli(self, *words):
        return subprocess.check_output(["redis-cli", "-p", str(self.redis.port), *words], text=True).strip()

    def fill(self, max_bytes):
        """Redis with this much memory and nothing that it may evict; 0: as much as it likes."""
        self.cli("config", "set", "maxmemory", str(max_bytes))


@pytest.fixture(scope="session")
def own_servers(tmp_path_factory):
    servers = Servers(tmp_path_factory.mktemp("redis"))
    yield servers
    for one in servers.all:
        one.kill()


@pytest.fixture
def servers(own_servers, settings):
    """All caches lie in them; each test finds them well and in use, and its own state of this process."""
    known_before = set(registry.servers)
    settings.CACHES = {name: own_servers.locate(cache) for name, cache in django_settings.CACHES.items()}
    for alias in settings.CACHES:
        caches[alias]
    yield own_servers
    for one in own_servers.all:
        if one.running.poll() is None:
            one.thaw()
        else:
            one.start()
    own_servers.fill(0)
    own_servers.cli("replicaof", "no", "one")
    for name in registry.servers.keys() - known_before:
        registry.servers.pop(name)
    memcached.ring.cache_clear()


@pytest.fixture
def watched(servers):
    """`watched("redis")`, `watched(0)`: this process's view of a server."""

    def view(which):
        if which == "redis":
            return registry.servers[f"redis 127.0.0.1:{servers.redis.port}"]
        return registry.servers[f"memcached {servers.nodes[which]}"]

    return view


@pytest.fixture
def seconds_until():
    """Seconds until it is true; fails after two: as long as a healed server may stay out of use.

    Also for what a time-out may have made a miss: this machine may be busy with other tests.
    """

    def wait(condition, most=2.0):
        started = time.monotonic()
        while not condition():
            assert time.monotonic() - started < most
            time.sleep(0.01)
        return time.monotonic() - started

    return wait
