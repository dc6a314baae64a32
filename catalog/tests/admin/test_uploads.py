"""Pictures as editors, or somebody with an editor's log-in, upload them."""

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from catalog.admin import uploads
from catalog.admin.uploads import PictureField
from catalog.models import Image
from catalog.tests.admin.conftest import problems
from shop.tasks.row import TaskRow
from shop.thumbnails.roles import CATEGORY_ALIASES, FORMATS, PRODUCT_ALIASES

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def picture(format="PNG", size=(40, 30)):
    file = io.BytesIO()
    Pillow.new("RGB", size, "teal").save(file, format)
    return file.getvalue()


@pytest.fixture
def upload(tee, save):
    def post(name, content):
        file = SimpleUploadedFile(name, content, content_type="image/png")
        return save(tee, **{"images-0-file": file, "images-0-alt": "Folded", "images-0-position": "0"})

    return post


def test_a_picture_becomes_the_products_own(upload, tee):
    assert upload("Tee front.png", picture()).status_code == 302
    image = Image.objects.get()
    assert (image.width, image.height, image.alt) == (40, 30, "Folded")
    tee.refresh_from_db()
    assert (tee.image_file, tee.image_width) == (image.file.name, 40)


@pytest.mark.parametrize(
    "name",
    ["page.html.png", "../../evil.png", "x.png", "ünï côdé.PNG", ".png", "x" * 300 + ".png", "a\\b\x01;c.svg"],
)
def test_a_file_is_named_by_what_it_is(name):
    named = PictureField().clean(SimpleUploadedFile(name, picture("JPEG"))).name
    assert re.fullmatch(r"[a-z0-9_-]{1,80}\.jpg", named)


def test_a_stored_file_is_named_by_what_it_is(upload):
    upload("../../evil.html.png", picture("JPEG"))
    stored = Image.objects.get().file.name
    assert stored.endswith(".jpg") and stored.startswith("products/") and ".." not in stored and ".html" not in stored


@pytest.mark.parametrize("content", [SVG, b"", picture("JPEG", (400, 400))[:-400]])
def test_what_is_no_picture_is_refused(upload, content, monkeypatch):
    """Which files are none, shop/tests/test_originals.py tells. Whatever another library wants of Pillow."""
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    answer = upload("x.png", content)
    assert answer.status_code == 200 and "file" in problems(answer)
    assert not Image.objects.exists()


def test_a_moving_picture_is_refused(upload):
    frames = [Pillow.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    assert "moves" in problems(upload("x.gif", file.getvalue()))
    assert not Image.objects.exists()


def test_nothing_but_the_picture_is_stored(upload):
    assert upload("x.jpg", picture("JPEG") + SVG).status_code == 302
    with Image.objects.get().file.open() as file:
        assert b"<script>" not in file.read()


def test_too_many_bytes(upload, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 100)
    assert "are taken" in problems(upload("x.png", picture(size=(200, 200))))


def test_a_decompression_bomb(upload, settings):
    """Nothing is written: neither a row nor a file."""
    bomb = io.BytesIO()
    Pillow.new("1", (7000, 6000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 10_000
    assert "more than 40 million pixels" in problems(upload("x.png", bomb.getvalue()))
    assert not Image.objects.exists() and not list(Path(settings.MEDIA_ROOT).rglob("*"))


def test_a_product_is_saved_though_a_picture_of_it_is_lost(upload, tee, save):
    upload("x.png", picture())
    Image.objects.update(file="products/lost.png")
    assert save(tee, **{"images-0-alt": "Unfolded"}).status_code == 302
    image = Image.objects.get()
    assert (image.alt, image.file.name, image.width) == ("Unfolded", "products/lost.png", 40)


def test_a_picture_is_replaced_and_taken_away(upload, tee, save):
    upload("x.png", picture())
    upload("y.png", picture(size=(10, 20)))
    assert (Image.objects.get().width, Image.objects.get().height) == (10, 20)
    save(tee, **{"images-0-file-clear": "on"})
    tee.refresh_from_db()
    assert tee.image_file == ""


def thumbnails(folder):
    return [path for path in Path(folder, "t").rglob("*.*") if path.is_file()]


def test_all_sizes_follow_an_upload(upload, run_tasks, settings):
    upload("x.png", picture())
    assert TaskRow.objects.get().queue == "soon" and not thumbnails(settings.MEDIA_ROOT)
    run_tasks()
    assert len(thumbnails(settings.MEDIA_ROOT)) == len(PRODUCT_ALIASES) * len(FORMATS) == 18


def test_all_sizes_follow_a_categorys_picture(save, tops, run_tasks, settings):
    save(tops, image=SimpleUploadedFile("tops.png", picture()))
    run_tasks()
    assert len(thumbnails(settings.MEDIA_ROOT)) == len(CATEGORY_ALIASES) * len(FORMATS) == 12
