"""Direct connections to the nodes, for faults that are made by SQL."""

from contextlib import closing, contextmanager

import psycopg2

NODES = ("primary", "replica1", "replica2")
REPLICAS = NODES[1:]


@contextmanager
def superuser(stack, node: str):
    """A cursor on a connection without transactions, as the superuser through the Unix socket."""
    where = {"host": str(stack.state.sockets), "port": stack.port[node], "dbname": "shop", "user": "postgres"}
    with closing(psycopg2.connect(**where, connect_timeout=5)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def visitor(stack, node: str):
    """A connection as the application makes it."""
    where = {"host": "127.0.0.1", "port": stack.port[node], "dbname": "shop", "user": "shop"}
    return psycopg2.connect(**where, password=stack.settings["DB_PASSWORD"], connect_timeout=2)


def configure(stack, node: str, **settings) -> None:
    """ALTER SYSTEM and reload; `stack.heal()` takes it back."""
    with superuser(stack, node) as cursor:
        for name, value in settings.items():
            cursor.execute(f"ALTER SYSTEM SET {name} = %s", [value])
        cursor.execute("SELECT pg_reload_conf()")


def reset(stack, node: str) -> None:
    with superuser(stack, node) as cursor:
        cursor.execute("ALTER SYSTEM RESET ALL")
        cursor.execute("SELECT pg_reload_conf()")
