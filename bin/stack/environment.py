"""Every value that a config template or the settings are filled from, worked out in one place.

Precedence: process environment, then `.env`, then what is derived here.
"""

import os
import pwd
import re

from . import dotenv, ports, say, tuning
from .place import PYTHON, ROOT, VENV, State

PUBLIC = (  # what goes into stack.env, for manage.py from any shell
    "STACK", "SHOP_PORT", "SITE_URL", "ALLOWED_HOSTS", "DATABASE_URL", "DIRECT_DATABASE_URL",
    "DISABLE_SERVER_SIDE_CURSORS", "REPLICA_URLS", "REDIS_URL", "BROKER_URL", "MEMCACHED_NODES", "VARNISH_NODES",
    "STATSD_HOST", "STATSD_PORT", "STATIC_ROOT", "MEDIA_ROOT", "EMAIL_URL", "MAILBOX",
)  # fmt: skip
FOR_TESTS = {
    "SHOW_DATABASE": "on",  # each answer says which node served it
    "REPLICA_LAG_SECONDS": "3",  # so that nobody waits ten seconds for a replica to be too late
    "RATE_SCALE": "1000",  # every visitor of the tests comes from one address
}
SYSTEM = ("LANG", "TZ", "TERM", "USER", "LOGNAME")


def mode() -> str:
    """`full` or `lite`, from STACK."""
    chosen = os.environ.get("STACK") or dotenv.read(dotenv.FILE).get("STACK") or "full"
    if chosen not in ("full", "lite"):
        say.stop(f"STACK={chosen}: choose full or lite.")
    return chosen


def given() -> dict[str, str]:
    """`.env` overlaid with the process environment, for the names that `.env` or the derived values know."""
    return dotenv.read(dotenv.FILE) | {name: value for name, value in os.environ.items() if name.isupper()}


def base_port(values: dict) -> int:
    text = values.get("SHOP_PORT") or "8000"
    if not text.isdigit() or not 1024 <= int(text) <= 65000:
        say.stop(f"SHOP_PORT={text}: choose a number from 1024 to 65000 (in .env).")
    return int(text)


def derived(state: State) -> dict[str, str]:
    """The addresses that follow from SHOP_PORT, as text; empty for what `lite` leaves out."""
    values = given()
    port = ports.table(base_port(values))
    full = mode() == "full"
    login = f"postgres://shop:{values.get('DB_PASSWORD', '')}@"
    nodes = ("primary", "replica1", "replica2") if full else ("primary",)  # any of them may be the primary one day
    direct = f"{login}{','.join(f'127.0.0.1:{port[name]}' for name in nodes)}/shop"
    pooled = values.get("STACK_PGBOUNCER") == "1" and full
    return {
        "STACK": mode(),
        "SHOP_PORT": str(port["lb"]),
        "SITE_URL": f"http://localhost:{port['lb']}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "DATABASE_URL": f"{login}127.0.0.1:{port['pgbouncer']}/shop" if pooled else direct,
        "DIRECT_DATABASE_URL": direct,
        "DISABLE_SERVER_SIDE_CURSORS": "on" if pooled else "off",
        "REPLICA_URLS": ",".join(f"{login}127.0.0.1:{port[name]}/shop" for name in nodes[1:]),
        "REDIS_URL": f"redis://127.0.0.1:{port['redis']}/0",
        "BROKER_URL": f"redis://127.0.0.1:{port['redis']}/1",
        "MEMCACHED_NODES": ",".join(f"127.0.0.1:{port[name]}" for name in ("memcached1", "memcached2")) if full else "",
        "VARNISH_NODES": f"127.0.0.1:{port['varnish']}" if full else "",
        "STATSD_HOST": "127.0.0.1",
        "STATSD_PORT": str(port["statsd"]),
        "STATIC_ROOT": str(state.static),
        "MEDIA_ROOT": str(state.media),
        "EMAIL_URL": f"smtp://127.0.0.1:{port['mail']}",
        "MAILBOX": str(state.mail),
    }


def settings(state: State) -> dict[str, str]:
    """The environment that the shop's own processes run in: nothing of the caller's shell but what we know."""
    values = derived(state) | {name: value for name, value in given().items() if value != ""}
    if state.is_test:
        values |= derived(state) | FOR_TESTS  # .env belongs to the running shop; its addresses must not reach the tests
    if given().get("DATABASE_URL") and not state.is_test:  # servers elsewhere: the address without a pool is theirs too
        values["DIRECT_DATABASE_URL"] = given().get("DIRECT_DATABASE_URL") or values["DATABASE_URL"]
    if given().get("EMAIL_URL") and not state.is_test:
        values["MAILBOX"] = ""  # mail goes out
    names = {*derived(state), *FOR_TESTS, *dotenv.read(dotenv.FILE), *dotenv.read(dotenv.EXAMPLE), *SYSTEM}
    chosen = {name: values[name] for name in names if name in values}
    module = "settings.deploy" if mode() == "full" else "settings.dev"
    return chosen | {
        "PATH": f"{VENV}/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "HOME": str(state.home),
        "TMPDIR": str(state.tmp),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONPYCACHEPREFIX": str(state.pycache),  # the checkout itself may not be ours to write
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE") or module,
        "STACK_STATE": str(state.directory),
    }


def for_templates(state: State) -> dict:
    """Everything that the templates of deploy/ and varnish/ may name."""
    values = given()
    port = ports.table(base_port(values))
    full = mode() == "full"
    return derived(state) | sizes(state, values) | {
        "ROOT": str(ROOT),
        "VENV": str(VENV),
        "PYTHON": str(PYTHON),
        "STATE": str(state.directory),
        "SOCKETS": str(state.sockets),
        "PORT": port,
        "LISTEN": values.get("SHOP_LISTEN") or "127.0.0.1",
        "FULL": full,
        "PGBOUNCER": values.get("STACK_PGBOUNCER") == "1" and full,
        "ADMIN_PATH": re.escape(values.get("ADMIN_PATH", "admin").strip("/")),
        "REPLICATION_PASSWORD": values.get("REPLICATION_PASSWORD", ""),
        "DB_PASSWORD": values.get("DB_PASSWORD", ""),
        "ACCOUNT": pwd.getpwuid(os.geteuid()).pw_name,
        "APP_HOSTS": named(port, "app1", "app2"),
        "REPLICAS": named(port, "replica1", "replica2"),
        "MEMCACHED": named(port, "memcached1", "memcached2"),
        "LOAD_BALANCERS": [],
        "TRUSTED_PROXIES": [{"address": "127.0.0.1"}],
        "PROBES": True,
        "DURABLE": "off" if state.is_test else "on",
    }  # fmt: skip


def named(port: dict[str, int], *names: str) -> list[dict]:
    return [{"name": name, "host": "127.0.0.1", "port": port[name]} for name in names]


def sizes(state: State, values: dict) -> dict[str, int]:
    """What follows from the machine's size. Locally all share it: an eighth for the primary, little for tests."""
    cores = os.cpu_count() or 1
    share = float(values.get("STACK_SHARE") or (0.02 if state.is_test else 0.125))
    return tuning.postgres(share, cores) | {
        "CORES": cores,
        "PROCESSES": tuning.uwsgi_processes(cores, hosts=2),
        **tuning.buyers(cores, int(values.get("BUYERS_PER_SECOND") or 0)),
        "TASK_PROCESSES": int(values.get("TASK_PROCESSES") or 2),
        "CACHE_MB": tuning.clamp(tuning.memory_mb() * share / 8, 64, 8192),
    }


def write_stack_env(state: State) -> None:
    """stack.env, written in place: root made the file and gave it to us, its directory is not ours."""
    chosen = settings(state)
    lines = ["# Made at each start from .env and bin/stack/ports.py; change .env, not this."]
    lines += [f"{name}={chosen.get(name, '')}" for name in PUBLIC]
    state.stack_env.touch(mode=0o600)
    state.stack_env.write_text("\n".join(lines) + "\n")
