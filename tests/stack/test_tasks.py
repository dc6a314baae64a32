"""Tasks on the running stack, and under faults: none lost, none done twice. bench/tasks.py does it 2,000 times."""

import os
import time

import pytest
import redis

from bench.tasks import Trial
from bench.tasks_brokers import RabbitMQ
from bench.tasks_house import House

pytestmark = [pytest.mark.stack, pytest.mark.serial]
ASK = """
INSERT INTO shop_task (key, name, queue, arguments, most_tries)
SELECT '{key} ' || n, 'shop.tasks.upkeep.keep_partitions', 'now', '[]', 8 FROM generate_series(1, {count}) n
"""


def ask(stack, key, count):
    stack.psql(ASK.format(key=key, count=count))


def count(stack, key, state):
    return int(stack.psql(f"SELECT count(*) FROM shop_task WHERE key LIKE '{key} %' AND state = '{state}'"))


def wait_for(stack, key, state, wanted, seconds):
    deadline = time.monotonic() + seconds
    while (found := count(stack, key, state)) < wanted:
        assert time.monotonic() < deadline, f"{found} of {wanted} {state} after {seconds} s"
        time.sleep(0.05)


def test_the_worker_runs_what_was_written(stack):
    ask(stack, "one", 1)
    wait_for(stack, "one", "done", 1, seconds=20)


def test_a_wiped_broker_and_a_killed_worker_lose_nothing(stack):
    """Fault: the worker stands still with messages in its hands, the queue is wiped, the worker killed.

    Promise: all run, once each. Nobody sees anything: who asked has had an answer long ago.
    """
    stack.freeze("worker")
    ask(stack, "wiped", 20)
    wait_for(stack, "wiped", "sent", 20, seconds=10)
    redis.Redis.from_url(f"redis://127.0.0.1:{stack.port['redis']}/1").flushdb()
    stack.kill_all_of("worker")
    wait_for(stack, "wiped", "done", 20, seconds=60)
    assert stack.psql("SELECT max(tries) FROM shop_task WHERE key LIKE 'wiped %'") == "1"


def trial(directory, broker, tasks):
    house = House(directory, os.environ["DATABASE_URL"], broker)
    try:
        house.open()
        return Trial(house, tasks, kill_every=0.5, least_done=tasks // 8).run(most_seconds=240)
    finally:
        house.close()


def check(result):
    assert result.lost == []
    assert (result.rows_doubled, result.mails_doubled, result.thumbnails_broken, result.parked) == (0, 0, 0, 0)
    assert {"restart_broker", "wipe_broker", "freeze_broker", "process of a worker"} <= set(result.kills)


def test_workers_killed_and_a_broker_that_forgets(stack, tmp_path):
    """Faults: `kill -9` of one worker process after the other; the broker restarted, wiped, frozen.

    Promise: nothing is lost, nothing is done twice.
    """
    check(trial(tmp_path, "redis", tasks=120))


@pytest.mark.skipif(not RabbitMQ.is_installed(), reason="rabbitmq-server is not installed (apt-get install it)")
def test_the_same_with_rabbitmq(stack, tmp_path):
    check(trial(tmp_path, "rabbitmq", tasks=60))
