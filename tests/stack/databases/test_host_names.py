"""A replica's name gets another address: it is followed, without a restart and without an error."""

import sys
import time

import pytest

from tests.stack.databases import private_machine
from tests.stack.databases.reads import READER, Reads, judge
from tests.stack.databases.wire import Wire

pytestmark = [pytest.mark.stack, pytest.mark.serial]

NAME = "replica.shop.test"
FOLLOWED_SECONDS = 5  # names are asked every 10 s, and soon after a node has failed (shop/db/probe.py)
PORT = 220  # from app1's port on: free in every block


def test_a_name_with_another_address(stack, tmp_path):
    hosts = tmp_path / "hosts"  # bound over /etc/hosts, in there only; written in place, since a bind is to the file
    hosts.write_text(f"127.0.0.1 localhost\n127.0.0.2 {NAME}\n")
    mount = f"mount --bind {hosts} /etc/hosts"
    private_machine.require(mount, network=True)
    port = stack.port["app1"] + PORT
    login = stack.settings["REPLICA_URLS"].split("@")[0]
    env = stack.settings | {"DJANGO_SETTINGS_MODULE": "settings.deploy", "REPLICA_URLS": f"{login}@{NAME}:{port}/shop"}
    words = private_machine.shell(mount, [sys.executable, READER], network=True)
    old = Wire(port, stack.port["replica1"], "127.0.0.2")
    new = Wire(port, stack.port["replica2"], "127.0.0.3")
    with old, new, Reads(words, env) as reads:
        reads.wait_for(stack.port["replica1"], 20)
        began = time.monotonic()
        hosts.write_text(f"127.0.0.1 localhost\n127.0.0.3 {NAME}\n")
        time.sleep(0.5)
        old.order("refuse")  # the old machine goes; until the name is asked again the primary answers
        healed = reads.wait_for(stack.port["replica2"], FOLLOWED_SECONDS, since=began)
        ended = time.monotonic()
    judge(reads.summary("a replica's name gets another address", began, ended, healed), FOLLOWED_SECONDS)
