"""What the sink of a developer's machine has taken (bin/mail-sink): read from its files, newest first."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"[0-9]{20}-[0-9a-f]{16}")


@dataclass(frozen=True)
class Received:
    name: str
    message: EmailMessage

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(int(self.name[:20]) / 1e9, UTC)

    @property
    def to(self) -> str:
        return self.header("X-Delivered-To")

    @property
    def subject(self) -> str:
        return self.header("Subject")

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, self.header(name)) for name in dict.fromkeys(self.message.keys())]

    def header(self, name: str) -> str:
        """As text; what the parser cannot make sense of, as it came."""
        return " ".join(str(self.message.get(name, "")).split())

    def body(self, kind: str) -> str:
        """The text ("plain") or the HTML ("html"); "" where there is none."""
        part = self.message.get_body((kind,))
        return part.get_content() if part is not None else ""

    @property
    def attachments(self) -> list[tuple[str, bytes]]:
        return [(part.get_filename() or "attachment", part.get_payload(decode=True) or b"") for part in self.parts()]

    def parts(self):
        return (part for part in self.message.iter_attachments() if isinstance(part, EmailMessage))


def is_open() -> bool:
    """Only where a sink is configured: never where mails go out for real."""
    return bool(settings.MAILBOX)


def newest(count: int) -> list[Received]:
    names = sorted((path.stem for path in Path(settings.MAILBOX).glob("*.eml")), reverse=True)
    return [mail for name in names[:count] if (mail := read(name))]


def read(name: str) -> Received | None:
    """None for a name that is none of the sink's, and for a mail that has made room."""
    if not NAME.fullmatch(name):
        return None
    try:
        content = (Path(settings.MAILBOX) / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    message = message_from_bytes(content, EmailMessage, policy=policy.default)
    return Received(name, message)
