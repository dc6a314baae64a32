"""What the page cache knows of a page, looked at from outside: takes no lease, renews nothing. Two round trips."""

import time
from dataclasses import dataclass, field
from typing import NamedTuple

from shop.caching import versions
from shop.caching.shell import Shell


class Tag(NamedTuple):
    """`version`: the position of its last change, 0 if it never changed in this epoch. It must lie below `below`."""

    name: str
    version: int
    below: int

    @property
    def has_changed(self) -> bool:
        return self.version >= self.below


@dataclass
class Peek:
    """`verdict`: the state that versions.Found would have; `garbage` for bytes that are no shell."""

    verdict: str
    fence: int = 0
    epoch: str = ""
    shell: Shell | None = None
    tags: list[Tag] = field(default_factory=list)

    @property
    def seconds_left(self) -> float:
        return self.shell.made_at + self.shell.seconds - time.time() if self.shell else 0


def peek(key: str) -> Peek:
    """Raises CacheAway."""
    line_key = versions.shell_key(key)
    (fence, (state,)), line, packed = versions.run_and_get(
        versions.LOOK_UP_HOLES, [line_key], [line_key, f"{line_key}:bytes"], time.time()
    )
    found = Peek(state.decode(), int(fence))
    words = line.decode().split() if line else []
    named = [word.partition("@") for word in words[3:]]
    found.epoch, _fence, known = versions.read([name for name, _at, _own in named])
    found.tags = [
        Tag(name, version, int(own or words[1])) for (name, _at, own), version in zip(named, known, strict=True)
    ]
    if packed:
        try:
            found.shell = Shell.unpack(packed)
        except ValueError:
            found.verdict = "garbage"
    return found
