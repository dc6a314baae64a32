"""One more app host beside the stack's own: nginx and uWSGI from the same files of deploy/, with other settings."""

import json
import signal
import socket
import subprocess
import time

import requests
from stack import command, configs, environment
from stack.place import ROOT, VENV

START_SECONDS = 30


class AppHost:
    """`with AppHost(state, processes=4, PIN="off") as host`: `host.url` answers. Words in capitals are environment.

    Its port lies beside those of the stack's app hosts; `name` and `offset` tell two such hosts apart.
    """

    def __init__(self, state, name: str = "spare", processes: int = 2, offset: int = 1, **settings: str):
        own = {"SHOW_DATABASE": "on", "DJANGO_SETTINGS_MODULE": "settings.deploy"}  # not what pytest set for itself
        self.state, self.name, self.settings = state, name, own | settings
        self.values = environment.for_templates(state)
        port = self.values["PORT"]["app2"] + offset
        self.app = {"name": name, "host": "127.0.0.1", "port": port}
        self.values |= {"PROCESSES": processes, "app": self.app}
        self.url = f"http://localhost:{port}"
        self.running: list[subprocess.Popen] = []

    def __enter__(self) -> "AppHost":
        uwsgi, nginx = f"uwsgi/{self.name}.ini", f"nginx/{self.name}.conf"
        configs.write(self.state, "deploy/uwsgi/app.ini", uwsgi, self.values)
        configs.write(self.state, "deploy/nginx/app.conf", nginx, self.values)
        etc, prefix = self.state.etc, self.state.nginx
        try:
            self._begin(f"uwsgi-{self.name}", "TERM", [VENV / "bin/uwsgi", "--ini", etc / uwsgi])
            self._begin(f"nginx-{self.name}", "TERM", ["nginx", "-e", "stderr", "-p", prefix, "-c", etc / nginx])
            self._wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        for process in reversed(self.running):
            process.send_signal(signal.SIGTERM)
        for process in reversed(self.running):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _begin(self, part: str, end_signal: str, words: list) -> None:
        """As supervisord starts the stack's own: alone in a directory, and never longer than its parent."""
        directory = self.state.run / part
        directory.mkdir(exist_ok=True)
        with open(self.state.log / f"{part}.log", "ab") as log:
            process = subprocess.Popen(
                ["/usr/bin/python3", str(ROOT / "bin/alone"), end_signal, *(str(word) for word in words)],
                cwd=directory,
                env=environment.settings(self.state) | self.settings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=command.die_with_parent(),  # noqa: PLW1509 (our other threads hold no lock that it needs)
            )
        self.running.append(process)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            assert all(process.poll() is None for process in self.running), f"see {self.state.log}/*-{self.name}.log"
            try:
                if requests.get(self.url + "/readyz", timeout=5).status_code == 200:
                    return
            except requests.RequestException:  # not there yet, or too busy with its start to answer
                pass
            assert time.monotonic() < deadline, f"{self.name} does not answer after {START_SECONDS} s"
            time.sleep(0.1)

    @property
    def workers(self) -> list[int]:
        """Process ids of the uWSGI workers, which hold the connections."""
        with socket.socket(socket.AF_UNIX) as asked:
            asked.connect(str(self.state.sockets / f"uwsgi-{self.name}.stats"))
            said = b"".join(iter(lambda: asked.recv(65536), b""))
        return [worker["pid"] for worker in json.loads(said)["workers"]]
