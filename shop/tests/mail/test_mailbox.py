"""A developer's machine keeps its mail: the real sink takes it, the page shows it, and hostile mail does nothing."""

import re
import smtplib
import socket
import subprocess
import sys
import time
from email.message import EmailMessage

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse

from accounts.models import Customer
from shop.mail import mailbox

SINK = project.BASE_DIR / "bin" / "mail-sink"


@pytest.fixture(scope="module")
def sink(tmp_path_factory):
    """(port, directory) of a running sink."""
    directory = tmp_path_factory.mktemp("mail")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, str(SINK), str(port), str(directory)])
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.02)
    yield port, directory
    process.terminate()
    assert process.wait(5) == 0


@pytest.fixture
def box(sink, settings):
    for path in sink[1].iterdir():
        path.unlink()
    settings.MAILBOX = str(sink[1])
    return sink


@pytest.fixture
def staff(db):
    client = Client()
    client.force_login(Customer.objects.create_user("staff@example.com", "a phrase of staff", is_staff=True))
    return client


def send(box, *, message_id="<1@shop>", subject="Hello", text="words", html="", attachment=None, to="ann@example.com"):
    message = EmailMessage()
    message["Subject"], message["From"], message["To"], message["Message-ID"] = subject, "shop@shop.x", to, message_id
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    if attachment:
        message.add_attachment(attachment[1], maintype="text", subtype="html", filename=attachment[0])
    with smtplib.SMTP("127.0.0.1", box[0], timeout=5) as server:
        server.send_message(message)


def test_what_is_sent_is_kept_and_read(box, staff):
    send(box, text="Straße 5 — https://shop.example/x/", html="<p>Straße</p>")
    page = staff.get(reverse("mail:mailbox")).content.decode()
    assert "ann@example.com" in page
    (mail,) = mailbox.newest(10)
    shown = staff.get(reverse("mail:received", args=[mail.name])).content.decode()
    assert "Straße 5" in shown
    assert '<a href="https://shop.example/x/"' in shown
    assert "<p>Straße</p>" in staff.get(reverse("mail:received_html", args=[mail.name])).content.decode()


def test_a_repeated_mail_is_kept_once(box):
    for subject in ("first", "first", "second"):
        send(box, subject=subject, message_id=f"<{subject}@shop>")
    assert [mail.subject for mail in mailbox.newest(10)] == ["second", "first"]


def test_only_the_newest_are_kept(box):
    for number in range(510):
        (box[1] / f"{number:020d}-{number:016x}.eml").write_bytes(b"Subject: old\r\n\r\n")
    send(box, subject="new")
    kept = sorted(path.name for path in box[1].iterdir())
    assert len(kept) == 500
    assert mailbox.newest(1)[0].subject == "new"
    assert f"{0:020d}-{0:016x}.eml" not in kept


def test_the_files_are_for_their_owner_only(box):
    send(box)
    assert {path.stat().st_mode & 0o077 for path in box[1].iterdir()} == {0}


def test_a_hostile_mail_does_nothing(box, staff):
    send(
        box,
        subject="<script>alert(1)</script>",
        text="<script>alert(2)</script>",
        html="<script>alert(3)</script><img src=http://evil.example/x.png>",
        attachment=('<b>"..%2f/x.html', b"<script>alert(4)</script>"),
    )
    (mail,) = mailbox.newest(1)
    for page in (reverse("mail:mailbox"), reverse("mail:received", args=[mail.name])):
        assert "<script>alert" not in staff.get(page).content.decode()
    framed = staff.get(reverse("mail:received_html", args=[mail.name]))
    assert "default-src 'none'" in framed["Content-Security-Policy"]
    assert "sandbox" in framed["Content-Security-Policy"]
    saved = staff.get(reverse("mail:download", args=[mail.name, 0]))
    assert saved.content == b"<script>alert(4)</script>"
    assert saved["Content-Type"] == "application/octet-stream"
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert saved["Content-Disposition"].startswith("attachment; filename")
    assert re.search(r"[\r\n]", saved["Content-Disposition"]) is None


@pytest.mark.parametrize("content", [b"", b"\0\xff\xfe", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x"])
def test_a_broken_mail_breaks_no_page(box, staff, content):
    (box[1] / f"{1:020d}-{1:016x}.eml").write_bytes(content)
    for view in ("received", "received_html"):
        assert staff.get(reverse(f"mail:{view}", args=[f"{1:020d}-{1:016x}"])).status_code == 200
    assert staff.get(reverse("mail:mailbox")).status_code == 200


def test_others_and_a_shop_without_a_sink_have_no_mailbox(box, staff, settings):
    send(box)
    (mail,) = mailbox.newest(1)
    paths = [reverse("mail:mailbox"), *(reverse(f"mail:{v}", args=[mail.name]) for v in ("received", "received_html"))]
    for path in paths:
        assert "/login/" in Client().get(path).url
    settings.MAILBOX = ""
    assert {staff.get(path).status_code for path in paths} == {404}


@pytest.mark.parametrize("name", ["x", "1-2", f"{1:020d}-{1:016x}"])
def test_no_file_but_a_mail_is_read(box, staff, name):
    assert staff.get(reverse("mail:received", args=[name])).status_code == 404
    assert mailbox.read("../../../etc/passwd") is None


def test_the_sink_listens_on_this_machine_only(box):
    listening = subprocess.run(["ss", "-Hltn", f"sport = :{box[0]}"], capture_output=True, text=True, check=True).stdout
    assert f"127.0.0.1:{box[0]}" in listening
    assert "0.0.0.0" not in listening.split("LISTEN")[1].split()[2]
