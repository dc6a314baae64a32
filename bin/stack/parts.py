"""What runs: a line per program, in the order of the start. The commands are in deploy/supervisor/supervisord.conf."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    name: str
    stage: str  # data → copies → app → edge; each waits until the one before is well
    probe: str  # a function of probes.py
    port: str = ""  # its name in ports.py
    lite: bool = False
    optional: str = ""  # the variable of .env that must be 1


PARTS = (
    Part("primary", "data", "postgres", "primary", lite=True),
    Part("redis", "data", "redis", "redis", lite=True),
    Part("memcached1", "data", "memcached", "memcached1"),
    Part("memcached2", "data", "memcached", "memcached2"),
    Part("replica1", "copies", "replica", "replica1"),
    Part("replica2", "copies", "replica", "replica2"),
    Part("pgbouncer", "copies", "listening", "pgbouncer", optional="STACK_PGBOUNCER"),
    Part("uwsgi-app1", "app", "uwsgi"),
    Part("uwsgi-app2", "app", "uwsgi"),
    Part("worker", "app", "celery"),
    Part("relay", "app", "relay", lite=True),
    Part("mail", "app", "listening", "mail", lite=True),
    Part("nginx-app1", "app", "http", "app1"),
    Part("nginx-app2", "app", "http", "app2"),
    Part("varnish", "edge", "varnish", "varnish"),
    Part("nginx-lb", "edge", "http", "lb"),
)
LITE_APP = Part("django", "app", "http", "lb", lite=True)


def chosen(mode: str, values: dict) -> list[Part]:
    """The parts that run in this mode ("full" or "lite")."""
    if mode == "lite":
        return [part for part in PARTS if part.lite] + [LITE_APP]
    return [part for part in PARTS if not part.optional or values.get(part.optional) == "1"]


def port_names(mode: str, values: dict) -> list[str]:
    """The names of the ports that must be free before a start."""
    names = [part.port for part in chosen(mode, values) if part.port]
    return names if mode == "lite" else [*names, "tls", "varnish_admin"]
