"""A database, a broker, workers, a publisher and a mail server for bench/tasks.py, and ways to hurt them."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from email.parser import BytesHeaderParser
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from aiosmtpd.controller import Controller
from PIL import Image

from bench.tasks_brokers import Program, RabbitMQ, Redis

ROOT = Path(__file__).resolve().parent.parent
CELERY = ["-m", "celery", "-A", "bench.tasks_worker", "worker", "-Q", "now,soon,whenever", "-c", "2", "-l", "WARNING"]
QUIET = ["--pidfile=", "--without-gossip", "--without-mingle"]
WORKERS = 2  # while one that was killed as a whole begins anew, the other works


class Letters:
    """A mail server that counts what it has said 250 to."""

    def __init__(self):
        self.of: dict[str, list[str]] = defaultdict(list)  # number of the buyer → Message-IDs
        self.lock = threading.Lock()

    async def handle_DATA(self, server, session, envelope):
        buyer = re.search(r"buyer-(\d+)@", envelope.rcpt_tos[0])
        with self.lock:
            self.of[buyer[1] if buyer else "?"].append(BytesHeaderParser().parsebytes(envelope.content)["Message-ID"])
        return "250 taken"


class House:
    def __init__(self, directory: Path, database_url: str, broker: str):
        self.directory, self.server_url = directory, database_url
        self.name = f"tasks_{os.getpid()}"
        self.url = urlsplit(database_url)._replace(path=f"/{self.name}").geturl()
        for folder in ("media", "log"):
            (directory / folder).mkdir()
        self.mail = Letters()
        self.postman = Controller(self.mail, hostname="127.0.0.1", port=free_port())
        self.cache = Redis(directory / "redis", free_port())
        self.broker: Redis | RabbitMQ = self.cache
        if broker == "rabbitmq":
            self.broker = RabbitMQ(directory / "rabbitmq", free_port(), free_port(), free_port())
        self.workers = [
            self.program([sys.executable, *CELERY, "-n", f"w{number}@bench", *QUIET], f"worker{number}")
            for number in range(WORKERS)
        ]
        self.publisher = self.program([sys.executable, "-m", "bench.tasks_ask", "publish"], "publisher")

    # --- opening and closing ---

    def open(self) -> None:
        self.psql(f"CREATE DATABASE {self.name}", self.server_url)
        self.postman.start()
        for program in {self.cache, self.broker}:
            program.start()
        subprocess.run(
            [sys.executable, ROOT / "manage.py", "migrate", "-v0", "shop"], env=self.env, check=True, cwd=ROOT
        )
        self.psql("CREATE TABLE bench_effect (key text NOT NULL)")
        self.restart_the_dead()

    def close(self) -> None:
        for program in [*self.workers, self.publisher, self.broker, self.cache]:
            program.end()
        self.postman.stop()
        self.psql(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)", self.server_url)

    @property
    def env(self) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "settings.dev",
            "DATABASE_URL": self.url,
            "REPLICA_URLS": "",
            "REDIS_URL": f"redis://127.0.0.1:{self.cache.port}/0",
            "BROKER_URL": self.broker.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.postman.port}",
            "MEDIA_ROOT": str(self.directory / "media"),
            "STACK": "full",
            "TOOLBAR": "off",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def program(self, words: list, name: str) -> Program:
        return Program(words, self.directory / "log" / f"{name}.log", self.env)

    def call(self, *words: str) -> str:
        command = [sys.executable, "-m", "bench.tasks_ask", *words]
        return subprocess.check_output(command, env=self.env, cwd=ROOT, text=True)

    # --- faults ---

    def restart_the_dead(self) -> None:
        for program in [*self.workers, self.publisher]:
            if not program.runs:
                program.start()

    def restart_broker(self) -> None:
        self.broker.kill_tree()
        time.sleep(1)
        self.broker.start()

    def wipe_broker(self) -> None:
        self.broker.wipe()

    def freeze_broker(self) -> None:
        self.broker.freeze()
        time.sleep(3)
        self.broker.thaw()

    def child_at_work(self) -> int | None:
        """The pool process that a task has kept busiest, of any worker; None while all of them start."""
        children = [child for worker in self.workers if worker.runs for child in worker.children()]
        used = {child: cpu_ticks(child) for child in children}
        return max(used, key=lambda child: used[child], default=None)

    # --- counting ---

    def psql(self, sql: str, url: str = "") -> list[tuple]:
        connection = psycopg2.connect(url or self.url)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def done(self) -> int:
        """Done or parked."""
        return self.psql("SELECT count(*) FROM shop_task WHERE state IN ('done', 'parked') AND NOT is_periodic")[0][0]

    def asked(self) -> list[str]:
        return [key for (key,) in self.psql("SELECT key FROM shop_task WHERE NOT is_periodic")]

    def effects(self) -> Counter:
        return Counter(key for (key,) in self.psql("SELECT key FROM bench_effect"))

    def parked(self) -> int:
        return self.psql("SELECT count(*) FROM shop_task WHERE state = 'parked'")[0][0]

    def tries(self) -> dict[int, int]:
        sql = "SELECT tries, count(*) FROM shop_task WHERE NOT is_periodic GROUP BY 1 ORDER BY 1"
        return dict(self.psql(sql))

    def letters(self) -> dict[str, tuple[set[str], int]]:
        """Number of the buyer → (Message-IDs, how often any of them came)."""
        return {buyer: (set(ids), len(ids)) for buyer, ids in self.mail.of.items()}

    def thumbnails(self) -> set[str]:
        return {re.sub(r"\D", "", path.name.split(".")[0]) for path in self.made()}

    def made(self) -> list[Path]:
        return list((self.directory / "media" / "t").rglob("bench-*.webp"))

    def broken_thumbnails(self) -> int:
        """Those that can't be decoded to the end."""
        broken = 0
        for path in self.made():
            try:
                with Image.open(path) as picture:
                    picture.load()
            except OSError:
                broken += 1
        return broken


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def cpu_ticks(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])
    except OSError:
        return -1
