"""What the shop itself needs before it can serve: tables, static files, the demo catalogue, an editor."""

import hashlib

from . import command, environment, say
from .place import PYTHON, ROOT, State

STATIC_SOURCES = ("static", "settings", "requirements.txt")


def manage(state: State, *arguments: str, **options) -> str:
    """Runs manage.py in the shop's own environment, against this state."""
    return command.run([PYTHON, ROOT / "manage.py", *arguments], cwd=state.run, env=settings_for(state), **options)


def settings_for(state: State) -> dict[str, str]:
    """Commands take session locks and make temporary tables: never through pgbouncer, which shares sessions out."""
    settings = environment.settings(state)
    return settings | {"DATABASE_URL": settings["DIRECT_DATABASE_URL"], "DISABLE_SERVER_SIDE_CURSORS": "off"}


def migrate_and_ensure_editor(state: State) -> None:
    """Both in one process: on a second start, loading Django is most of the work."""
    both = "call_command('migrate', interactive=False, verbosity=0); call_command('ensure_editor')"
    script = f"import django; django.setup(); from django.core.management import call_command; {both}"
    with say.step("migrate"):
        command.run([PYTHON, "-c", script], cwd=state.run, env=settings_for(state))


def collect_static(state: State) -> None:
    """Collects only when a source changed since the last time."""
    stamp, now = state.run / "static.stamp", tree_digest(*STATIC_SOURCES)
    if stamp.exists() and stamp.read_text() == now:
        return
    with say.step("collectstatic"):
        manage(state, "collectstatic", "--noinput", "-v", "0")
    stamp.write_text(now)


def tree_digest(*names: str) -> str:
    """Changes when a file below these paths of the checkout does (by size and time)."""
    digest = hashlib.sha256()
    for name in names:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and path.suffix != ".pyc":
                seen = path.stat()
                digest.update(f"{path}|{seen.st_size}|{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def load_demo(state: State) -> None:
    """The demo catalogue, once; a person who removes or replaces it is not given it again."""
    stamp = state.run / "demo.stamp"
    if stamp.exists():
        return
    say.line("  load_demo (first start only; draws some 800 pictures):")
    # Six minutes of a processor: not beside tests that measure, nor where the relay itself is the worker (lite).
    without = ["--no-thumbnails"] if state.is_test or environment.mode() == "lite" else []
    manage(state, "load_demo", *without, capture_output=False)  # it shows its own progress
    stamp.touch()
