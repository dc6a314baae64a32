"""Set-up of the machine's side: packages, virtual environment, `.env`, directories. Safe and quick to run again."""

import fcntl
import os
from contextlib import contextmanager

from . import account, command, dotenv, packages, say, virtualenv
from .place import DIRECTORIES, VAR, State


def machine(state: State, with_tests: bool = False) -> None:
    """Everything that must be there before a start. As root, what the stack writes is given to the account."""
    VAR.mkdir(exist_ok=True)
    with lock(VAR / "setup.lock"):
        packages.ensure(with_tests)
        virtualenv.ensure(with_tests)
        owner = account.ordinary()
        if dotenv.ensure(owner):
            say.line("  wrote .env with fresh secrets")
        for each in dict.fromkeys((State(VAR), state)):  # var/ itself also when only tests are run: it says whose it is
            directories(each, owner)


@contextmanager
def lock(path):
    """One at a time. The kernel drops the lock with its holder, so a killed set-up blocks nobody."""
    try:
        path.touch()
    except PermissionError:
        account.refuse_foreign_state()
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say.line("Another set-up or start of this checkout is at work; waiting for it …")
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(handle)


def directories(state: State, owner) -> None:
    """Makes the state's directories and gives new ones to the account; nothing already there is walked through."""
    state.directory.mkdir(exist_ok=True)
    fresh = [state.directory / name for name in DIRECTORIES if not (state.directory / name).exists()]
    for path in fresh:
        path.mkdir()
    if not state.stack_env.exists():
        state.stack_env.touch(mode=0o600)
        fresh.append(state.stack_env)
    if account.is_root():
        for path in fresh:
            os.chown(path, owner.pw_uid, owner.pw_gid)
        reclaim(state, owner)


def reclaim(state: State, owner) -> None:
    """Directories that a root shell made inside ours (say by importing pictures) would be closed to the shop.

    Only directories matter, since files are replaced, not rewritten; `-type d` needs no stat of each file.
    """
    wanted = ["find", str(state.media), str(state.log), "-xdev", "-type", "d", "-user", "root"]
    command.run([*wanted, "-exec", "chown", "-h", f"{owner.pw_uid}:{owner.pw_gid}", "{}", "+"])
