"""Where everything lies. A State is one running stack: `var/` for the shop, `var/test/` for the tests."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
VENV = VAR / "venv"
PYTHON = VENV / "bin" / "python"
POSTGRES_BIN = Path("/usr/lib/postgresql/15/bin")

# fmt: off
DIRECTORIES = (
    "etc", "run", "log", "pg", "redis", "varnish", "static", "media", "home", "tls", "tmp", "pycache", "nginx", "mail",
)
# fmt: on

# A Unix socket's path may hold 107 bytes (sun_path); the longest name we add to it is some 25.
MAX_SOCKET_DIRECTORY_BYTES = 80


@dataclass(frozen=True)
class State:
    """One stack's directory and the paths in it."""

    directory: Path

    def __getattr__(self, name: str) -> Path:
        if name in DIRECTORIES:
            return self.directory / name
        raise AttributeError(name)

    @property
    def is_test(self) -> bool:
        return self.directory != VAR

    @property
    def stack_env(self) -> Path:
        return self.directory / "stack.env"

    @property
    def sockets(self) -> Path:
        """`run/`, or a short directory under /tmp when the checkout lies too deep for a socket's path."""
        if len(os.fsencode(self.directory / "run")) <= MAX_SOCKET_DIRECTORY_BYTES:
            return self.directory / "run"
        digest = hashlib.sha256(os.fsencode(self.directory)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"shop-{digest}"


def state() -> State:
    """The state of this run: STACK_STATE from the environment (the tests set it), else `var/`."""
    return State(Path(os.environ.get("STACK_STATE") or VAR))
