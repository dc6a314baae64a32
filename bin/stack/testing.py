"""`make test`: a stack of its own on free ports, every test against it, and nothing left of it afterwards."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from . import command, environment, ports, prepare, processes, say, shop, start, supervisor
from .foreground import leave
from .place import DIRECTORIES, PYTHON, ROOT, VAR, State

NOTHING_COLLECTED = 5  # pytest's exit code
PARALLEL = ["-n", "2", "--dist", "loadfile"]


def run(arguments: list[str]) -> int:
    """Runs varnishtest and pytest (with `arguments`, if any, instead of everything). 0 when all passed."""
    if "MAKELEVEL" in os.environ:
        command.die_with_parent(signal.SIGTERM)()
    for signum in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, leave)
    state = State(VAR / "test")
    with prepare.lock(state.run / "test.lock"):
        base, claim = ports.claim_block()
        for name in environment.PUBLIC:
            os.environ.pop(name, None)  # a shell's own addresses must not reach the tests
        os.environ |= {"SHOP_PORT": str(base), "STACK_STATE": str(state.directory), "STACK": "full"}
        with claim:
            return run_on(state, arguments)


def run_on(state: State, arguments: list[str]) -> int:
    """Brings the stack up, runs, and takes it down whatever happens."""
    say.line(f"Test stack on ports {environment.derived(state)['SHOP_PORT']} and up, state in {state.directory}")
    wipe(state)
    try:
        start.bring_up(state, foreground=True)
        steps = [("pytest", lambda: pytest(state, arguments))] if arguments else all_steps(state)
        failed = [name for name, step in steps if not timed(name, step)]
    except KeyboardInterrupt:
        failed = ["interrupted"]
    finally:
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, signal.SIG_IGN)
        with say.step("stopping the test stack"):
            supervisor.shut_down(state)
    say.line(f"FAILED: {', '.join(failed)}" if failed else "All tests passed.")
    return 1 if failed else 0


def all_steps(state: State):
    return [
        ("varnishtest", lambda: varnishtest(state)),
        ("pytest, in parallel", lambda: pytest(state, [*PARALLEL, "-m", "not serial"])),
        ("pytest, one by one", lambda: pytest(state, ["-m", "serial"])),
    ]


def timed(name: str, step) -> bool:
    say.line(f"--- {name}")
    started = time.monotonic()
    passed = step()
    say.line(f"--- {name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s")
    return passed


def wipe(state: State) -> None:
    """Tests begin from nothing but the demo's pictures, which take minutes and are the same while their code is.

    The directories themselves stay: root made them and gave them to us.
    """
    processes.end(state)
    kept = {state.run / "test.lock", *same_pictures(state)}
    for name in DIRECTORIES:
        for path in set((state.directory / name).iterdir()) - kept:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()


def same_pictures(state: State) -> set[Path]:
    """The demo's pictures and their stamp, if today's code would draw the same; the stamp is written in any case."""
    stamp, now = state.media / "demo.digest", shop.tree_digest("catalog/demo")
    kept = {stamp, state.media / "demo"} if stamp.exists() and stamp.read_text() == now else {stamp}
    stamp.write_text(now)
    return kept


def pytest(state: State, arguments: list[str]) -> bool:
    settings = environment.settings(state)
    del settings["DJANGO_SETTINGS_MODULE"]  # pyproject.toml names the one for tests
    words = [str(PYTHON), "-m", "pytest", "-o", f"cache_dir={state.tmp / 'pytest'}", *arguments]
    return call(words, env=settings) in (0, NOTHING_COLLECTED)


def varnishtest(state: State) -> bool:
    """The .vtc suite. Its own directory is a short one: varnishtest puts Unix sockets into it."""
    cases = sorted(str(path) for path in (ROOT / "varnish" / "tests").glob("*.vtc"))
    with tempfile.TemporaryDirectory(prefix="vtc", dir="/tmp") as short:
        words = ["varnishtest", "-q", "-k", "-j", "2", "-D", f"varnish_dir={ROOT / 'varnish'}", *cases]
        return call(words, env=environment.settings(state) | {"TMPDIR": short}) == 0


def call(words: list[str], env: dict[str, str]) -> int:
    """Runs in the checkout, with our own output; ends with us."""
    return subprocess.run(words, check=False, cwd=ROOT, env=env, preexec_fn=command.die_with_parent()).returncode
