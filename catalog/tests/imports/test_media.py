"""Pictures: from the folder only, by content, once."""

from pathlib import Path

import pytest
from PIL import Image as Picture

from catalog.models import Image, Product
from shop.thumbnails import original

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "stored")
    folder = tmp_path / "folder"
    (folder / "a").mkdir(parents=True)
    Picture.new("RGB", (60, 40), "navy").save(folder / "a/one.jpg")
    Picture.new("RGB", (10, 10), "red").save(folder / "two.png")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff" + b"no picture" * 50)
    (folder / "page.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    Picture.new("RGB", (5, 5)).save(tmp_path / "outside.jpg")
    return folder


@pytest.fixture
def imported(import_text, mapping, folder):
    pictured = mapping('images = [{column = "img", split = "|"}]\n[product]\nsource_id = "id"\ntitle = "t"\n')

    def run(cell, **options):
        return import_text("csv", f"id,t,img\n1,Mug,{cell}\n", mapping=pictured, **{"media": str(folder)} | options)

    return run


def stored(settings):
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_a_picture_is_copied_under_a_name_of_its_content(imported, settings):
    assert imported("/a/one.jpg").code == 0
    image = Image.objects.get()
    assert (image.width, image.height, image.source_url) == (60, 40, "/a/one.jpg")
    assert stored(settings) == [Path(settings.MEDIA_ROOT) / image.file.name]
    assert Product.objects.get().image_file == image.file.name


def test_an_address_finds_its_picture_by_the_last_part(imported):
    imported("https://cdn.example/x/two.png?v=2")
    assert Image.objects.get().width == 10


def test_once_copied_it_stays_also_without_the_folder(imported, settings, tmp_path):
    imported("/a/one.jpg|two.png")
    before = [(path, path.stat().st_mtime_ns) for path in stored(settings)]
    imported("/a/one.jpg|two.png")
    (tmp_path / "empty").mkdir()
    imported("/a/one.jpg|two.png", media=str(tmp_path / "empty"))
    assert [(path, path.stat().st_mtime_ns) for path in stored(settings)] == before
    assert Image.objects.exclude(file="").count() == 2


def test_a_half_made_copy_is_made_again(imported, settings):
    imported("two.png")
    [path] = stored(settings)
    whole = path.read_bytes()
    path.write_bytes(whole[:20])
    imported("two.png")
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    "source", ["../outside.jpg", "/../outside.jpg", "..%2foutside.jpg", "none.jpg", "a", "\x01.jpg"]
)
def test_nothing_outside_the_folder_and_nothing_missing_is_taken(imported, source):
    assert imported(source).code == 0
    assert Image.objects.get().file.name == ""


@pytest.mark.parametrize("source", ["broken.jpg", "page.svg"])
def test_what_is_no_picture_is_noted_and_the_product_taken(imported, source):
    outcome = imported(source)
    assert outcome.code == 0
    assert [(told["field"], told["refused"]) for told in outcome.remarks] == [("image", False)]
    assert Product.objects.get().image_file == ""


def test_too_many_pixels(imported, monkeypatch):
    monkeypatch.setattr(original, "MAX_SOURCE_PIXELS", 100)
    [told] = imported("/a/one.jpg").remarks
    assert told["reason"].startswith("60 × 40: ")


def test_nothing_but_the_picture_is_copied(imported, folder, settings):
    """Twice: the second run must know again what the first one drew."""
    with (folder / "two.png").open("ab") as file:
        file.write(b"<script>alert(1)</script>")
    for _ in range(2):
        assert imported("two.png").code == 0
    [path] = stored(settings)
    assert b"<script>" not in path.read_bytes()


def test_a_dry_run_copies_nothing(imported, settings):
    imported("/a/one.jpg", dry_run=True)
    assert stored(settings) == []
