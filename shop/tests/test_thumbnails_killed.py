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
from shop.thumbnails.make import NoThumbnail
from shop.thumbnails.make_all import make_missing
from shop.thumbnails.make_aside import make_missing_aside
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


def test_made_aside_it_is_all_there(media):
    assert make_missing_aside("noise.png", ALIASES) == len(ALIASES) * len(FORMATS)
    assert broken(media) == [] and make_missing_aside("noise.png", ALIASES) == 0


@pytest.mark.parametrize(
    ("fault", "raised", "says"),
    [
        (lambda *_: os.kill(os.getpid(), signal.SIGKILL), OSError, "was killed"),
        (lambda *_: (_ for _ in ()).throw(OSError("disk full")), OSError, "disk full"),
        (lambda *_: (_ for _ in ()).throw(NoThumbnail("no such picture")), NoThumbnail, "no such picture"),
    ],
)
def test_what_went_wrong_aside_is_said(media, monkeypatch, fault, raised, says):
    monkeypatch.setattr("shop.thumbnails.make_aside.make_missing", fault)
    with pytest.raises(raised, match=says):
        make_missing_aside("noise.png", ALIASES)


def test_nobody_is_left_behind_when_the_time_is_up(media, monkeypatch):
    """The worker is interrupted while the child is at work: it takes the child along."""

    def slow(*_):
        (media / "starting").write_text(str(os.getpid()))
        (media / "starting").rename(media / "pid")
        time.sleep(60)

    def interrupt(*_):
        if (media / "pid").exists():
            raise TimeoutError

    monkeypatch.setattr("shop.thumbnails.make_aside.make_missing", slow)
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2, 0.1)
    with pytest.raises(TimeoutError):
        make_missing_aside("noise.png", ALIASES)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)
    with pytest.raises(ProcessLookupError):
        os.kill(int((media / "pid").read_text()), 0)


def test_what_a_killed_writer_left_is_swept_away_later(media):
    making = media / make.MAKING
    making.mkdir(parents=True)
    for name, age_seconds in (("old", 2 * make.ABANDONED_SECONDS), ("new", 0)):
        (making / name).write_bytes(b"half")
        os.utime(making / name, (time.time() - age_seconds,) * 2)
    assert make.sweep() == 1
    assert [path.name for path in making.iterdir()] == ["new"]
