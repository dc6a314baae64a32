"""A mail's whole road: a form at the front door, a row, a worker, SMTP, the mailbox that staff read."""

import re
import time
from email import message_from_bytes, policy

import pytest
import requests

pytestmark = pytest.mark.stack
PATIENCE_SECONDS = 30


def send_form(stack, visitor: requests.Session, path: str, **fields) -> requests.Response:
    form = visitor.get(stack.url + path, timeout=30).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
    fields |= {"csrfmiddlewaretoken": token}
    return visitor.post(stack.url + path, fields, timeout=30, allow_redirects=False)


def received(stack):
    paths = sorted(stack.state.mail.glob("*.eml"))
    return [(path.stem, message_from_bytes(path.read_bytes(), policy=policy.default)) for path in paths]


def wait_for_a_new(stack, before) -> tuple:
    known, deadline = {name for name, _ in before}, time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if fresh := [mail for mail in received(stack) if mail[0] not in known]:
            return fresh[-1]
        time.sleep(0.1)
    raise AssertionError(f"No mail in {PATIENCE_SECONDS} s. {stack.psql(TASKS)}")


TASKS = "SELECT key, state, tries, last_error FROM shop_task WHERE name LIKE 'shop.mail%' ORDER BY id DESC LIMIT 3"


@pytest.fixture
def editor(stack):
    return stack.settings["EDITOR_EMAIL"]


@pytest.mark.serial
def test_a_link_for_a_new_password_arrives_though_the_mail_server_was_away(stack, editor):
    """Asked for while nobody takes mail: the visitor is answered as ever, the mail follows when the server is back."""
    before = received(stack)
    stack.stop("mail")
    answer = send_form(stack, requests.Session(), "/account/password/reset/", email=editor)
    assert answer.status_code == 302
    deadline = time.monotonic() + PATIENCE_SECONDS
    while "refused" not in stack.psql(TASKS):
        assert time.monotonic() < deadline, stack.psql(TASKS)
        time.sleep(0.1)
    stack.start("mail")
    name, mail = wait_for_a_new(stack, before)
    assert mail["To"] == editor
    link = re.search(r"http://\S+/account/password/reset/\S+", mail.get_body(("plain",)).get_content())[0]
    assert link.startswith(stack.url + "/")
    assert requests.get(link, timeout=30).status_code == 200
    staff = requests.Session()
    send_form(stack, staff, "/account/login/", username=editor, password=stack.settings["EDITOR_PASSWORD"])
    admin = f"{stack.url}/{stack.settings['ADMIN_PATH'].strip('/')}"
    assert name in staff.get(f"{admin}/mailbox/", timeout=30).text
    framed = staff.get(f"{admin}/mailbox/{name}/html/", timeout=30)
    assert "sandbox" in framed.headers["Content-Security-Policy"]
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert requests.get(f"{admin}/mailbox/", timeout=30, allow_redirects=False).status_code in (302, 404)
