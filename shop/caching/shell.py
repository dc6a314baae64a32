"""A shell: a page's shared part, already cut into runs of bytes with holes between them. Filling it is a join.

While a first pass renders, each hole stands as a mark that holds a random number of this pass; NUL bytes are refused in
input and taken out of text, so nothing that anybody typed can be one. A stored shell is data: nothing in it is ever
looked at again by a template engine, and what Varnish would take for ESI is spelled so that it is text.
"""

import json
import re
import secrets
from dataclasses import dataclass, field

ESI_LIKE = re.compile(rb"<(?=/?esi:|!--esi)", re.IGNORECASE)
FORMAT = "3"  # raised when the layout below changes: older shells are misses


@dataclass
class Shell:
    """`runs[0] holes[0] runs[1] … holes[-1] runs[-1]`. `position`: what its reads are sure to have seen (LSN); of some
    tags less, see `positions`."""

    runs: list[bytes]
    holes: list[str]
    tags: str = ""
    position: int = 0
    seconds: int = 0  # how long it may be used, from when it was made
    made_at: float = 0.0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)  # only to store it by

    def fill(self, fillings: list[bytes]) -> bytes:
        parts = [self.runs[0]]
        for filling, run in zip(fillings, self.runs[1:], strict=True):
            parts += (filling, run)
        return b"".join(parts)

    def pack(self) -> bytes:
        about = {
            "holes": self.holes,
            "runs": [len(run) for run in self.runs],
            "position": self.position,
            "seconds": self.seconds,
            "made_at": self.made_at,
            "status": self.status,
            "headers": self.headers,
            "tags": self.tags,
        }
        return json.dumps(about).encode() + b"\n" + b"".join(self.runs)

    @classmethod
    def unpack(cls, packed: bytes) -> "Shell":
        """ValueError for anything that `pack` did not make."""
        head, newline, body = packed.partition(b"\n")
        about = json.loads(head)
        try:
            lengths = about.pop("runs")
            if not newline or sum(lengths) != len(body) or len(lengths) != len(about["holes"]) + 1:
                raise ValueError("truncated")
            runs, at = [], 0
            for length in lengths:
                runs.append(body[at : at + length])
                at += length
            return cls(runs=runs, **about)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"not a shell: {error}") from error


class Marks:
    """The holes of one pass, as marks in its text."""

    def __init__(self):
        self._secret = secrets.token_hex(16)

    def mark(self, hole: str) -> str:
        return f"\0{self._secret}:{hole}\0"

    def cut(self, content: bytes) -> tuple[list[bytes], list[str]]:
        """Runs and holes of a rendered page."""
        parts = re.split(f"\0{self._secret}:([a-z_]+)\0", content.decode())
        runs = [ESI_LIKE.sub(b"&lt;", part.replace("\0", "").encode()) for part in parts[::2]]
        return runs, parts[1::2]
