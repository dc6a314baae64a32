"""Debian packages: what the stack is made of."""

import os
import shutil
import subprocess

from . import command, say
from .place import ROOT

STACK = (
    "postgresql-15",
    "postgresql-client-15",
    "redis-server",
    "memcached",
    "nginx-light|nginx-core|nginx-full|nginx-extras|nginx",
    "varnish",
    "varnish-modules",
    "pgbouncer",
    "openssl",
    "gcc",  # Varnish compiles its VCL with it
    "libc6-dev",
    "libpango-1.0-0",  # invoices: WeasyPrint draws with it
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fonts-dejavu-core",
)
BUILD = (  # what psycopg2, pylibmc and uWSGI are compiled with
    "python3-venv",
    "python3-dev",
    "libpq-dev",
    "libmemcached-dev",
    "libpcre2-dev",
    "zlib1g-dev",
)
TESTS = ("chromium", "iptables", "gettext")


def missing(wanted) -> list[str]:
    """Those of `wanted` that are not installed; "a|b" is satisfied by either and named as a."""
    names = [name for entry in wanted for name in entry.split("|")]
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names]
    answer = subprocess.run(query, check=False, capture_output=True, text=True).stdout
    installed = {line.split()[0] for line in answer.splitlines() if line.endswith(" installed")}
    return [entry.split("|")[0] for entry in wanted if not installed & set(entry.split("|"))]


def ensure(with_tests: bool = False) -> None:
    """Installs what is missing when we may, and names it in one sentence when we may not."""
    wanted = missing(STACK + BUILD + (TESTS if with_tests else ()))
    if not wanted:
        return
    become_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if become_root and not may_sudo():
        say.stop(f"These Debian packages are missing; ask an administrator for: apt-get install {' '.join(wanted)}")
    say.line(f"Debian packages missing: {' '.join(wanted)}")
    with say.step(f"apt-get install ({len(wanted)} packages)"):
        install = [*become_root, str(ROOT / "bin" / "install-packages"), *wanted]
        done = subprocess.run(install, check=False, capture_output=True, text=True)
    if done.returncode:
        say.stop(f"apt-get failed:\n{(done.stdout + done.stderr)[-2000:]}")


def may_sudo() -> bool:
    if not shutil.which("sudo"):
        return False
    return command.succeeds(["sudo", "-n", "true"])
