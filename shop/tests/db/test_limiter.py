"""All replicas gone: few reads at a time on the primary, the others wait, and not for ever."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

import pytest

from shop.db.backend import limiter
from shop.db.backend.limiter import fallback_read
from shop.db.faults import PrimaryBusy, is_lost


@pytest.fixture(autouse=True)
def two_at_a_time(monkeypatch):
    monkeypatch.setattr(limiter, "_slots", BoundedSemaphore(2))
    monkeypatch.setattr(limiter, "WAIT_SECONDS", 0.3)


class Reads:
    """Reads that go on until they are let go."""

    def __init__(self):
        self.inside, self.done = threading.Semaphore(0), threading.Event()

    def one(self):
        with fallback_read("fallback"):
            self.inside.release()
            self.done.wait(5)
        return "read"


def test_the_third_waits_until_one_has_ended():
    reads = Reads()
    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(reads.one) for _ in range(3)]
        assert reads.inside.acquire(timeout=2) and reads.inside.acquire(timeout=2)
        assert not reads.inside.acquire(timeout=0.1)
        reads.done.set()
        assert [answer.result(2) for answer in answers] == ["read"] * 3


def test_it_gives_up_in_the_end():
    reads = Reads()
    with ThreadPoolExecutor(2) as pool:
        for _ in range(2):
            pool.submit(reads.one)
            assert reads.inside.acquire(timeout=2)
        started = time.monotonic()
        with pytest.raises(PrimaryBusy) as refusal, fallback_read("fallback"):
            pass
        assert 0.3 <= time.monotonic() - started < 1
        assert not is_lost(refusal.value)  # or the read would be repeated, and wait once more
        reads.done.set()


def test_a_slot_comes_back_after_an_error():
    for _ in range(5):
        with pytest.raises(ZeroDivisionError), fallback_read("fallback"):
            raise ZeroDivisionError


@pytest.mark.parametrize("why", ["write", "wrote", "transaction", "unsafe-method", "behind", "direct", "not-a-visit"])
def test_what_belongs_on_the_primary_never_waits(why):
    slots = [fallback_read("fallback") for _ in range(2)]
    for slot in slots:
        slot.__enter__()
    with fallback_read(why):
        pass
    for slot in slots:
        slot.__exit__(None, None, None)
