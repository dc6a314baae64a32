"""pgbouncer (transaction pooling) between the application and the primary: its traps, and its own death."""

import subprocess
import sys
import time
from contextlib import closing

import psycopg2
import pytest
import requests
from stack import command, configs, environment, shop

from tests.app_host import AppHost
from tests.stack.databases.case import HEAL_SECONDS, Shop

pytestmark = [pytest.mark.stack, pytest.mark.serial]

PROCESSES, THREADS = 2, 2
PORT = 230  # from app1's port on: free in every block


@pytest.fixture(scope="module")
def pgbouncer(stack):
    """One of our own, from the stack's configuration, in front of the test primary. Called again it starts anew."""
    port = stack.port["app1"] + PORT
    values = environment.for_templates(stack.state)
    values["PORT"] = values["PORT"] | {"pgbouncer": port}
    configs.write(stack.state, "deploy/pgbouncer/pgbouncer.ini", "pgbouncer/test.ini", values)
    words = ["pgbouncer", "-q", str(stack.state.etc / "pgbouncer" / "test.ini")]
    running = []

    def start():
        die = command.die_with_parent()
        running.append(subprocess.Popen(words, preexec_fn=die, stderr=subprocess.DEVNULL))  # noqa: PLW1509 (no lock)
        return running[-1]

    start().port = port
    yield start, running
    running[-1].kill()
    running[-1].wait()


@pytest.fixture(scope="module")
def pooled(stack, pgbouncer):
    """The environment of an application behind it."""
    port = pgbouncer[1][0].port
    login = stack.settings["DATABASE_URL"].split("@")[0]
    return {"DATABASE_URL": f"{login}@127.0.0.1:{port}/shop", "DISABLE_SERVER_SIDE_CURSORS": "on"}


@pytest.fixture(scope="module")
def host(stack, pooled):
    with AppHost(stack.state, "pooled", PROCESSES, offset=6, **pooled) as host:
        yield host


def test_web_limits_come_with_the_pool(stack, pgbouncer, host):
    """PGOPTIONS never gets past pgbouncer; its connect_query sets the same limits."""
    where = {"host": "127.0.0.1", "port": pgbouncer[1][0].port, "dbname": "shop", "user": "shop"}
    where["password"] = stack.settings["DB_PASSWORD"]
    with closing(psycopg2.connect(**where)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
        assert cursor.fetchone() == ("8s", "3s")


def test_what_needs_a_session_goes_past_it(stack, monkeypatch):
    """Migrations, imports and load_demo (bin/manage, bin/up) and the Celery worker hold locks and temporary tables."""
    monkeypatch.setenv("STACK_PGBOUNCER", "1")
    web, direct = environment.settings(stack.state), shop.settings_for(stack.state)
    pooled, nodes = f":{stack.port['pgbouncer']}/", f":{stack.port['primary']},"
    assert pooled in web["DATABASE_URL"]
    assert web["DISABLE_SERVER_SIDE_CURSORS"] == "on"
    assert nodes in direct["DATABASE_URL"]
    assert direct["DISABLE_SERVER_SIDE_CURSORS"] == "off"
    configs.write(
        stack.state, "deploy/supervisor/supervisord.conf", "pooled.conf", environment.for_templates(stack.state)
    )
    worker = (stack.state.etc / "pooled.conf").read_text().split("[program:worker]")[1].split("[program")[0]
    assert f'DATABASE_URL="{direct["DATABASE_URL"]}"' in worker


def test_long_results_are_read_without_server_side_cursors(stack, pooled):
    """Two at a time, in turn: what one declared, the other's statement could not find on its server connection."""
    script = (
        "import django; django.setup(); from catalog.models import Variant;"
        "both = [Variant.objects.order_by('id').iterator(chunk_size=20) for _ in range(2)];"
        "print(sum(a.id == b.id for a, b in zip(*both)), Variant.objects.count())"
    )
    env = stack.settings | pooled | {"DJANGO_SETTINGS_MODULE": "settings.deploy"}
    done = subprocess.run([sys.executable, "-c", script], check=False, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    same, count = done.stdout.split()
    assert same == count


def test_it_dies_under_load(stack, pgbouncer, host, paths):
    """Reads go on from replicas; saving is back as soon as it is."""
    start, running = pgbouncer
    behind = Shop("behind pgbouncer", host.url, paths, PROCESSES * THREADS)
    assert save(stack, host) == 303
    with behind.case("pgbouncer killed") as case:
        with case.fault():
            running[-1].kill()
            running[-1].wait()
            assert save(stack, host) == 503
            time.sleep(1)
            start()
        while save(stack, host) != 303:
            assert time.monotonic() < case.ended + HEAL_SECONDS, "nothing can be saved"
            time.sleep(0.05)
        case.healed = time.monotonic() - case.ended
    assert all(save(stack, host) == 303 for _ in range(30))


def test_its_primary_dies_and_comes_back(stack, host):
    """pgbouncer still lets everybody in, and ends them: that is no primary."""
    assert save(stack, host) == 303
    stack.stop("primary")
    began = time.monotonic()
    while time.monotonic() < began + 2:
        asked = time.monotonic()
        assert save(stack, host) == 503
        assert time.monotonic() - asked < HEAL_SECONDS
    stack.start("primary")
    stack.wait_until_well("primary")
    back = time.monotonic()
    while save(stack, host) != 303:
        assert time.monotonic() < back + HEAL_SECONDS, "nothing can be saved"


def save(stack, host) -> int:
    own = {"Origin": host.url, "Sec-Fetch-Site": "same-origin"}
    form = {"variant": stack.variant, "quantity": "1"}
    return requests.post(f"{host.url}/cart/add/", form, headers=own, timeout=20, allow_redirects=False).status_code
