"""What mails say in other languages is whole, and what was compiled is what was written."""

import subprocess
import sys

from django.conf import settings


def test_every_text_is_translated_and_compiled():
    words = [sys.executable, settings.BASE_DIR / "bin" / "messages", "--check"]
    checked = subprocess.run(words, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, f"{checked.stdout}{checked.stderr}\nRun bin/messages (docs/mail.md)."
