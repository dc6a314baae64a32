"""Programs that are started, killed, frozen; two brokers among them."""

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import redis
from kombu import Connection

RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
STARTING_SECONDS = 90
ENDS_WITH_US = ["setpriv", "--pdeathsig", "KILL", "--"]


class Program:
    """One process group: killed with all that it has started."""

    port = 0
    url = ""

    def __init__(self, words: list, log: Path, env: dict[str, str] | None = None):
        self.words, self.log, self.env = [*ENDS_WITH_US, *(str(word) for word in words)], log, env
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.words, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self.env, start_new_session=True
            )
        if self.port:
            self.wait_until_it_listens()

    def wait_until_it_listens(self) -> None:
        deadline = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            if not self.runs:
                break
            time.sleep(0.05)
        raise RuntimeError(f"{self.words[len(ENDS_WITH_US)]} did not start: {self.log.read_text()[-2000:]}")

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def signal(self, signum: int) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signum)

    def kill_tree(self) -> None:
        self.signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def end(self) -> None:
        self.kill_tree()

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def children(self) -> list[int]:
        """The processes that it has forked."""
        assert self._process is not None
        pid = self._process.pid
        with suppress(OSError):
            return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return []


class Redis(Program):
    """With an append-only file, as the stack's."""

    def __init__(self, directory: Path, port: int):
        options = ["--dir", directory, "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""]
        super().__init__(["redis-server", "--bind", "127.0.0.1", "--port", port, *options], directory / "log")
        directory.mkdir()
        self.port, self.url = port, f"redis://127.0.0.1:{port}/1"

    def wipe(self) -> None:
        redis.Redis.from_url(self.url).flushdb()


class RabbitMQ(Program):
    """Debian's, as our own account, with a name server (epmd) of its own: it would leave one behind."""

    def __init__(self, directory: Path, port: int, names_port: int, nodes_port: int):
        directory.mkdir()
        env = os.environ | {
            "HOME": str(directory),  # its cookie
            "ERL_EPMD_PORT": str(names_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": f"tasks{port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_DIST_PORT": str(nodes_port),
            "RABBITMQ_MNESIA_BASE": str(directory / "mnesia"),
            "RABBITMQ_LOG_BASE": str(directory / "logs"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(directory / "plugins"),
            "RABBITMQ_CONF_ENV_FILE": str(directory / "none"),
            "RABBITMQ_CONFIG_FILE": str(directory / "none"),
        }
        super().__init__([RABBITMQ], directory / "log", env)
        self.names = Program(["epmd", "-port", names_port, "-address", "127.0.0.1"], directory / "names.log", env)
        self.port, self.url = port, f"amqp://guest:guest@127.0.0.1:{port}//"

    @staticmethod
    def is_installed() -> bool:
        return RABBITMQ.exists()

    def start(self) -> None:
        if not self.names.runs:
            self.names.start()
        super().start()

    def end(self) -> None:
        super().end()
        self.names.end()

    def wipe(self) -> None:
        with Connection(self.url) as connection:
            for queue in ("now", "soon", "whenever"):
                connection.default_channel.queue_purge(queue)
