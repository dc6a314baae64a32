"""A circuit breaker: one a node and process. Closed: in rotation. Open: nobody but the probe goes there.

The probe is the half-open trial: after a trip the node must pass it twice on a connection made since, so that no
visitor ever pays for finding out. A node that trips again soon after its return waits longer, to at most two seconds.
"""

import logging
import time

logger = logging.getLogger(__name__)

CLOSED, HALF_OPEN, OPEN = "closed", "half-open", "open"
UNSEEN = "not seen yet"
FIRST_HOLD_SECONDS = 0.2
LONGEST_HOLD_SECONDS = 2.0
STEADY_SECONDS = 10.0  # closed for this long, a node is believed again


class Breaker:
    """Half-open at first: nothing is known of the node. Threads may call at once; each step is a single assignment."""

    def __init__(self, name: str):
        self.name = name
        self.state = HALF_OPEN
        self.reason = UNSEEN
        self.tripped_at = 0.0  # monotonic seconds
        self.closed_at = 0.0
        self.hold_seconds = FIRST_HOLD_SECONDS
        self.trips = 0

    @property
    def is_closed(self) -> bool:
        return self.state == CLOSED

    @property
    def probe_at(self) -> float:
        """When the hold after the last trip is over (monotonic seconds)."""
        return self.tripped_at + self.hold_seconds if self.state == OPEN else 0.0

    def trip(self, reason: object) -> None:
        """Takes the node out of rotation. One log line for each change, not for each victim."""
        now = time.monotonic()
        was_closed, self.state = self.state == CLOSED, OPEN
        self.tripped_at = now
        if was_closed:
            relapse = now - self.closed_at < STEADY_SECONDS
            self.hold_seconds = min(self.hold_seconds * 2, LONGEST_HOLD_SECONDS) if relapse else FIRST_HOLD_SECONDS
            self.trips += 1
        if was_closed or self.reason == UNSEEN:
            self.reason = " ".join(str(reason).split())[:200]
            logger.warning("database node %s: out of rotation: %s", self.name, self.reason)

    def pass_probe(self) -> None:
        """The node has answered: open becomes half-open, half-open closed."""
        if self.state == OPEN:
            self.state = HALF_OPEN
        elif self.state == HALF_OPEN:
            self.closed_at = time.monotonic()
            self.state = CLOSED
            logger.info("database node %s: in rotation", self.name)
