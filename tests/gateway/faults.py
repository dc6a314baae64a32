"""How the gateway is ill: each fault meets so many requests of one kind, in the order in which they were added."""

import threading
from dataclasses import dataclass


@dataclass
class Fault:
    """`what`: delay (then as ever), drop (waits, then hangs up, nothing done), silence (does it, answers too late),
    error (500, nothing done), error-after (500, but done), reset (hangs up, nothing done), reset-after (but done)."""

    path: str  # of requests whose "POST /v1/refunds" begins with it
    what: str
    seconds: float = 0
    times: int = 1


class Faults:
    def __init__(self):
        self.lock = threading.Lock()
        self.waiting: list[Fault] = []
        self.met = threading.Semaphore(0)  # a fault begins: a test may wait for that

    def add(self, path: str, what: str, seconds: float = 0, times: int = 1) -> None:
        with self.lock:
            self.waiting.append(Fault(path, what, seconds, times))

    def clear(self) -> None:
        with self.lock:
            self.waiting.clear()
            self.met = threading.Semaphore(0)

    def next_for(self, request: str) -> Fault | None:
        with self.lock:
            for fault in self.waiting:
                if request.startswith(fault.path):
                    fault.times -= 1
                    if fault.times <= 0:
                        self.waiting.remove(fault)
                    self.met.release()
                    return fault
        return None
