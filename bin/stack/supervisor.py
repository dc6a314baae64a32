"""Starting, asking and stopping supervisord, through its own XML-RPC on a Unix socket."""

import contextlib
import http.client
import socket
import subprocess
import time
import xmlrpc.client

from . import command, environment, processes, say
from .parts import LITE_APP, PARTS
from .place import PYTHON, State

STOP_SECONDS = 30  # the longest stopwaitsecs in supervisord.conf, and some


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=15)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class UnixTransport(xmlrpc.client.Transport):
    def __init__(self, path):
        super().__init__()
        self.path = path

    def make_connection(self, host):
        return UnixConnection(self.path)


def rpc(state: State):
    """supervisord's methods (startProcess, getAllProcessInfo, …)."""
    path = str(state.sockets / "supervisor.sock")
    return xmlrpc.client.ServerProxy("http://localhost", transport=UnixTransport(path)).supervisor


def is_running(state: State) -> bool:
    try:
        rpc(state).getPID()
    except (OSError, http.client.HTTPException, xmlrpc.client.Error):
        return False
    return True


def start(state: State, foreground: bool) -> subprocess.Popen:
    """Starts supervisord with nothing running in it yet. In the foreground it ends with us, however that happens."""
    arguments = [str(PYTHON), "-m", "supervisor.supervisord", "-n", "-c", str(state.etc / "supervisord.conf")]
    with open(state.log / "supervisord.out", "ab") as log:
        daemon = subprocess.Popen(
            arguments,
            cwd=state.run,
            env=environment.settings(state),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches us, and we stop it in order
            preexec_fn=command.die_with_parent() if foreground else None,  # noqa: PLW1509 (one thread)
        )
    deadline = time.monotonic() + 10
    while not is_running(state):
        if daemon.poll() is not None or time.monotonic() > deadline:
            say.stop(f"supervisord did not start; see {state.log / 'supervisord.out'}.")
        time.sleep(0.05)
    return daemon


def begin(state: State, name: str) -> None:
    """Asks for one program to be started, without waiting for it."""
    try:
        rpc(state).startProcess(name, False)
    except xmlrpc.client.Fault as fault:
        if "ALREADY_STARTED" not in fault.faultString:
            raise


def halt(state: State, name: str, wait: bool = True) -> None:
    """Stops one program for good; `wait` until it has ended."""
    try:
        rpc(state).stopProcess(name, wait)
    except xmlrpc.client.Fault as fault:
        if "NOT_RUNNING" not in fault.faultString:
            raise


def programs(state: State) -> dict[str, dict]:
    """Name → what supervisord knows (statename, pid, start, …)."""
    return {entry["name"]: entry for entry in rpc(state).getAllProcessInfo()}


def shut_down(state: State) -> int:
    """Stops everything of this state and leaves nothing. Returns how many had to be cleared by hand."""
    pid = None
    try:
        pid = rpc(state).getPID()
        stop_together(state, ("app", "edge"))
        stop_together(state, ("copies", "data"))
        rpc(state).shutdown()
    except (OSError, http.client.HTTPException, xmlrpc.client.Error):
        pass
    deadline = time.monotonic() + STOP_SECONDS
    while pid and alive(pid, state) and time.monotonic() < deadline:
        time.sleep(0.05)
    return processes.end(state)


def stop_together(state: State, stages: tuple[str, ...]) -> None:
    """Stops all parts of these stages at once; supervisord by itself would stop one after the other."""
    names = {part.name for part in (*PARTS, LITE_APP) if part.stage in stages}
    for name in names & programs(state).keys():
        with contextlib.suppress(xmlrpc.client.Fault):  # it was not running
            rpc(state).stopProcess(name, False)
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline:
        if all(entry["pid"] == 0 for name, entry in programs(state).items() if name in names):
            return
        time.sleep(0.05)


def alive(pid: int, state: State) -> bool:
    """Still there, and still ours. A zombie waiting for its parent counts as gone: its /proc/…/exe is empty."""
    return processes.belongs(pid, state)
