"""A firewall between the application and its replica: packets dropped, or answered by resets. Really, by iptables.

In a network of its own, with a pair of nodes of its own: rules are never made in the machine's.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stack.databases import private_machine
from tests.stack.databases.case import HEAL_SECONDS
from tests.stack.databases.reads import judge

pytestmark = [pytest.mark.stack, pytest.mark.serial]

SCENARIO = str(Path(__file__).with_name("firewalled.py"))


def test_packets_dropped_and_rejected(stack, tmp_path):
    up = "ip link set lo up; PATH=$PATH:/usr/sbin iptables -nL INPUT >/dev/null"
    private_machine.require(up, network=False)
    words = private_machine.shell(up, [sys.executable, SCENARIO, str(tmp_path)], network=False)
    env = stack.settings | {"DJANGO_SETTINGS_MODULE": "settings.deploy"}
    done = subprocess.run(words, check=False, env=env, capture_output=True, text=True, timeout=90)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    for said in done.stdout.splitlines():
        judge(json.loads(said), HEAL_SECONDS)
