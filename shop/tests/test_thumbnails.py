"""Thumbnails: only declared sizes of existing pictures, whoever asks and whatever the picture holds."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.test import Client
from PIL import Image

from shop.thumbnails import make, original
from shop.thumbnails.address import candidates, thumbnail_name, thumbnail_size
from shop.thumbnails.make import NoThumbnail, open_source
from shop.thumbnails.make_all import make_all, make_missing
from shop.thumbnails.roles import FORMATS


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


def put(name="mugs/blue mug.jpg", size=(1000, 500), mode="RGB", kind="JPEG", **how):
    content = io.BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else (0, 128, 128, 0)).save(content, kind, **how)
    return default_storage.save(name, ContentFile(content.getvalue()))


@pytest.mark.parametrize(("extension", "kind"), [("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")])
def test_made_once_stored_and_cacheable_for_all(client, extension, kind):
    source = put()
    answer = client.get(f"/media/t/card-360/{source}.{extension}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == FORMATS[extension]
    assert answer["Cache-Control"].startswith("public")
    picture = Image.open(io.BytesIO(answer.content))
    assert (picture.format, picture.size) == (kind, (360, 180))
    assert default_storage.exists(thumbnail_name(source, "card-360", extension))


@pytest.mark.parametrize(
    "path",
    [
        "card-360/no/such.jpg.webp",
        "card-321/{source}.webp",
        "card-360/{source}.gif",
        "card-360/{source}.svg",
        "card-360/../{source}.webp",
        "card-360/../../etc/passwd.webp",
        "card-360/%2e%2e/%2e%2e/%2e%2e/etc/passwd.jpg",
        "card-360//etc/passwd.webp",
        "card-360/t/card-360/{source}.jpg.webp",
        "card-360/.webp",
        "card-360/mugs.webp",
        "card-360/notes.txt.webp",
        "{source}",
    ],
)
def test_anything_else_is_404(client, path):
    source = put()
    client.get(f"/media/t/card-360/{source}.jpg")
    default_storage.save("notes.txt", ContentFile(b"no picture"))
    assert client.get("/media/t/" + path.format(source=source)).status_code == 404


def test_a_bomb_is_refused_by_its_header(media, monkeypatch):
    source = put("bomb.png", size=(3000, 3000), kind="PNG")
    monkeypatch.setattr(original, "MAX_SOURCE_PIXELS", 1_000_000)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda *_: pytest.fail("decoded"))
    with pytest.raises(NoThumbnail, match="3000 × 3000"):
        open_source(source)


def test_a_huge_file_is_not_opened(monkeypatch):
    source = put()
    monkeypatch.setattr(original, "MAX_SOURCE_BYTES", 10)
    with pytest.raises(NoThumbnail, match="MB are taken"):
        open_source(source)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8\xff\xe0truncated", b"<svg onload='alert(1)'/>"])
def test_what_is_no_picture_is_404(client, content):
    name = default_storage.save("broken.jpg", ContentFile(content))
    assert client.get(f"/media/t/card-360/{name}.webp").status_code == 404


def test_a_broken_file_is_404_in_every_format(client):
    for kind in ("AVIF", "WEBP", "JPEG", "PNG"):
        content = io.BytesIO()
        Image.effect_noise((200, 200), 90).convert("RGB").save(content, kind)
        half = content.getvalue()[: len(content.getvalue()) // 2]
        name = default_storage.save("half.png", ContentFile(half))
        assert client.get(f"/media/t/card-360/{name}.webp").status_code == 404


def test_a_thumbnail_does_not_tell_where_its_picture_was_taken(client):
    exif = Image.Exif()
    exif[0x010E] = "Our house"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    source = put(exif=exif, comment=b"at home")
    for extension in FORMATS:
        content = client.get(f"/media/t/card-360/{source}.{extension}").content
        assert not Image.open(io.BytesIO(content)).getexif()
        assert b"Our house" not in content and b"at home" not in content


def test_transparency_turns_white_in_every_format(client):
    source = put("glass.png", size=(400, 400), mode="RGBA", kind="PNG")
    for extension in FORMATS:
        picture = Image.open(io.BytesIO(client.get(f"/media/t/thumb-96/{source}.{extension}").content))
        assert min(picture.convert("RGB").getpixel((48, 48))) > 250


def test_an_animation_gives_its_first_frame(client):
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "blue")]
    content = io.BytesIO()
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:])
    source = default_storage.save("moving.gif", ContentFile(content.getvalue()))
    assert client.get(f"/media/t/thumb-96/{source}.webp").status_code == 200


def test_many_at_once_leave_one_whole_file(media):
    source = put()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: Client().get(f"/media/t/card-720/{source}.webp").status_code, range(16)))
    assert set(answers) == {200}
    assert [found.name for found in (media / "t/card-720/mugs").iterdir()] == [source.split("/")[1] + ".webp"]


def test_a_storage_that_cannot_be_written_still_shows_the_picture(client, monkeypatch):
    source = put()
    monkeypatch.setattr(make, "store", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    assert client.get(f"/media/t/card-360/{source}.jpg").status_code == 200


def test_announced_sizes_are_the_real_ones(client):
    source = put(size=(999, 501))
    wide, high = thumbnail_size("gallery-1080", 999, 501)
    picture = Image.open(io.BytesIO(client.get(f"/media/t/gallery-1080/{source}.jpg").content))
    assert picture.size == (wide, high)


def test_no_size_is_offered_that_would_be_no_larger():
    assert [alias for alias, *_ in candidates("gallery", 500, 500)] == ["card-720"]
    assert [alias for alias, *_ in candidates("gallery", 1200, 1200)] == ["card-720", "gallery-1080", "gallery-1600"]
    assert candidates("tile", None, None) == [("tile-400", 400, 200), ("tile-800", 800, 400)]


def test_made_beforehand_and_only_what_is_missing():
    source = put()
    pictures = [(source, ("card-360", "thumb-96")), ("gone.jpg", ("card-360",))]
    assert [(name, count) for name, count, _ in make_all(pictures, 1)] == [(source, 6), ("gone.jpg", 0)]
    assert [count for _, count, _ in make_all(pictures, 1)] == [0, 0]


class ObjectStore(Storage):
    """As S3's: names and contents, and no folders of this machine."""

    def __init__(self):
        self.contents = {}

    def _open(self, name, mode="rb"):
        return ContentFile(self.contents[name], name)

    def _save(self, name, content):
        self.contents[name] = content.read()
        return name

    def exists(self, name):
        return name in self.contents

    def size(self, name):
        return len(self.contents[name])

    def delete(self, name):
        del self.contents[name]


def test_an_object_store_takes_them_too(settings):
    """Pictures lie there under the very names that pages ask for."""
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.ObjectStore"}}
    source = put()
    for _ in range(2):
        content = make.make_thumbnail(source, "card-360", "jpg")
    name = thumbnail_name(source, "card-360", "jpg")
    assert default_storage.contents.keys() == {source, name}
    assert default_storage.contents[name] == content
    assert make_missing(source, ("card-360",)) == len(FORMATS) - 1
