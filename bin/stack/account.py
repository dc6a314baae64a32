"""The ordinary account that everything runs as. PostgreSQL refuses root, and nothing else needs it either."""

import os
import pwd
import sys

from . import command, say
from .place import ROOT, VAR

# May read what the account itself may not: only for a checkout where the account cannot go (/root is mode 700).
READ_ANYWHERE = (
    "--inh-caps=-all,+dac_read_search",
    "--ambient-caps=-all,+dac_read_search",
    "--bounding-set=-all,+dac_read_search",
    "--securebits=+no_setuid_fixup",  # else access(2) leaves capabilities out, and supervisord asks access(2)
)
NOTHING_SPECIAL = ("--inh-caps=-all", "--bounding-set=-all")


def is_root() -> bool:
    return os.geteuid() == 0


def ordinary():
    """The account: who already owns var/run, else STACK_USER, SUDO_USER, the checkout's owner, www-data."""
    if not is_root():
        return pwd.getpwuid(os.geteuid())
    for uid in (owner(VAR / "run"), by_name("STACK_USER"), by_name("SUDO_USER"), owner(ROOT)):
        if uid:
            return pwd.getpwuid(uid)
    return pwd.getpwnam("www-data")


def owner(path):
    return path.stat().st_uid if path.exists() else 0


def by_name(variable):
    name = os.environ.get(variable)
    return pwd.getpwnam(name).pw_uid if name else 0


def become_ordinary() -> None:
    """As root: runs this script again as the ordinary account. Otherwise: returns, or says whose `var/` this is."""
    if not is_root():
        refuse_foreign_state()
        return
    account = ordinary()
    script = os.path.abspath(sys.argv[0])
    sys.stdout.flush()
    os.execve("/usr/bin/setpriv", [*drop_to(account), script, *sys.argv[1:]], environment_for(account))


def drop_to(account) -> list[str]:
    """The command line before which a program runs as `account`."""
    drop = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--init-groups"]
    extra = NOTHING_SPECIAL if reaches_checkout(drop) else READ_ANYWHERE
    return [*drop, *extra, "--"]


def reaches_checkout(drop) -> bool:
    test = f"test -r '{ROOT}/Makefile' && test -x '{ROOT}/bin/run' && test -r '{ROOT}/bin/stack/place.py'"
    return command.succeeds([*drop, "--", "/bin/sh", "-c", test])


def environment_for(account) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SUDO_", "XDG_", "PIP_"))}
    return kept | {"HOME": str(VAR / "home"), "USER": account.pw_name, "LOGNAME": account.pw_name}


def refuse_foreign_state() -> None:
    run = VAR / "run"
    if run.exists() and not os.access(run, os.W_OK):
        name = pwd.getpwuid(run.stat().st_uid).pw_name
        say.stop(f"{VAR} belongs to {name}: run this as {name} or as root, or remove var/ to start anew.")
