"""The virtual environment: Debian's Python, exactly the pinned packages, and repaired when half made."""

import hashlib
import sys
from pathlib import Path

from . import command, say
from .place import PYTHON, ROOT, VENV

UNFINISHED = VENV / "unfinished"  # exists while pip works: a set-up that was killed leaves it behind


def ensure(with_tests: bool = False) -> None:
    """After this, var/venv holds what requirements.txt (and requirements-dev.txt) name."""
    wanted = ["requirements.txt"] + (["requirements-dev.txt"] if with_tests else [])
    wanted = [name for name in wanted if not is_installed(name)]
    if wanted:
        ensure_python()
        for name in wanted:
            install(name)


def is_installed(name: str) -> bool:
    if UNFINISHED.exists() or not PYTHON.exists() or not stamp(name).exists():
        return False
    return stamp(name).read_text() == digest(name)


def stamp(name: str) -> Path:
    return VENV / f"installed-{name}"


def digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes() + sys.version.encode()).hexdigest()


def ensure_python() -> None:
    if UNFINISHED.exists() or not works():
        with say.step("making var/venv"):
            command.run(["/usr/bin/python3", "-m", "venv", "--clear", VENV])


def works() -> bool:
    if not PYTHON.exists():
        return False
    return command.succeeds([PYTHON, "-c", "import pip._internal"])


def install(name: str) -> None:
    UNFINISHED.touch()
    with say.step(f"pip install -r {name}"):
        command.run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", ROOT / name])
    stamp(name).write_text(digest(name))
    UNFINISHED.unlink()
