"""`.env`: made on the first run from `.env.example` with fresh secrets; afterwards only read."""

import os
import re
import secrets

from .place import ROOT

FILE = ROOT / ".env"
EXAMPLE = ROOT / ".env.example"
LINE = re.compile(r"^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$")

SECRETS = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "ADMIN_PATH": lambda: f"admin-{secrets.token_hex(4)}",
    "EDITOR_PASSWORD": lambda: secrets.token_urlsafe(9),
    "DB_PASSWORD": lambda: secrets.token_urlsafe(18),
    "REPLICATION_PASSWORD": lambda: secrets.token_urlsafe(18),
}


def read(path) -> dict[str, str]:
    """Name → value of a file of NAME=value lines; quotes around a value are dropped, `#` begins a comment line."""
    values = {}
    if path.exists():
        for text in path.read_text().splitlines():
            if match := LINE.match(text):
                values[match[1]] = unquoted(match[2])
    return values


def unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value


def ensure(account=None) -> bool:
    """Makes `.env` if there is none and fills in secrets that are empty. True if something was written.

    `account` (a pwd entry) is who must be able to read it when root writes it.
    """
    before = FILE.read_text() if FILE.exists() else EXAMPLE.read_text()
    after = with_secrets(before)
    if FILE.exists() and after == before:
        return False
    draft = FILE.with_name(".env.new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(after)
    if account and os.geteuid() == 0:
        os.chown(draft, 0, account.pw_gid)
        draft.chmod(0o640)
    draft.rename(FILE)
    return True


def with_secrets(text: str) -> str:
    for name, make in SECRETS.items():
        pattern = re.compile(rf"^{name}=[ \t]*$", re.M)
        if pattern.search(text):
            text = pattern.sub(f"{name}={make()}", text, count=1)
        elif not re.search(rf"^{name}=", text, re.M):
            text += f"{name}={make()}\n"
    return text
