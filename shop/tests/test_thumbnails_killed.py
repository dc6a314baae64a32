"""Whoever makes thumbnails may be killed at any instruction: what lies under a name that pages ask for is whole."""

import io
import os
import random
import signal
import time
from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from shop.thumbnails import make
from shop.thumbnails.make_all import make_missing
from shop.thumbnails.roles import FORMATS

ALIASES = ("thumb-96", "card-360")
KILLS = 15


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    content = io.BytesIO()
    Image.effect_noise((500, 500), 90).convert("RGB").save(content, "PNG")
    default_storage.save("noise.png", ContentFile(content.getvalue()))
    return tmp_path


def killed(when):
    """Makes what is missing in a process of its own, which is killed once `when()`, or ends before."""
    child = os.fork()
    if child == 0:
        try:
            make_missing("noise.png", ALIASES)
        finally:
            os._exit(0)
    while not when() and not os.waitpid(child, os.WNOHANG)[0]:
        time.sleep(0.001)
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def thumbnails(media):
    """What lies under names that pages ask for."""
    return [path for alias in ALIASES for path in media.glob(f"t/{alias}/*.*")]


def broken(media):
    found = []
    for path in thumbnails(media):
        try:
            Image.open(path).load()
        except (OSError, SyntaxError, RuntimeError):
            found.append(path)
    return found


def test_no_half_file_is_ever_found(media):
    chance = random.Random(3)
    for _ in range(KILLS):
        until = time.monotonic() + chance.uniform(0.005, 0.06)
        killed(lambda until=until: time.monotonic() > until)
        assert broken(media) == []
        for path in thumbnails(media):
            if chance.random() < 0.5:
                path.unlink()  # so that there is always something to make
    assert make_missing("noise.png", ALIASES) > 0
    assert len(thumbnails(media)) == len(ALIASES) * len(FORMATS)


def test_written_in_place_it_would_be_found(media, monkeypatch):
    """The test above can fail: a writer that doesn't rename leaves halves."""

    def in_place(name, content):
        path = media / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb", buffering=0) as file:
            for start in range(0, len(content), 64):
                file.write(content[start : start + 64])
                time.sleep(0.001)

    monkeypatch.setattr("shop.thumbnails.make_all.store", in_place)
    killed(lambda: thumbnails(media))
    assert broken(media)


def test_what_a_killed_writer_left_is_swept_away_later(media):
    making = media / make.MAKING
    making.mkdir(parents=True)
    for name, age_seconds in (("old", 2 * make.ABANDONED_SECONDS), ("new", 0)):
        (making / name).write_bytes(b"half")
        os.utime(making / name, (time.time() - age_seconds,) * 2)
    assert make.sweep() == 1
    assert [path.name for path in making.iterdir()] == ["new"]
