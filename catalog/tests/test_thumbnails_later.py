"""Whoever writes a picture's name, its thumbnails follow: once, and of many without haste."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from PIL import Image as Pillow

from catalog.models import Category, Image, Product
from catalog.pictures import ALIASES
from catalog.tasks import make_thumbnails
from shop.tasks.row import TaskRow
from shop.thumbnails.address import thumbnail_name
from shop.thumbnails.roles import FORMATS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def mug():
    return Product.objects.create(title="Mug", slug="mug")


def picture(size=(60, 40)):
    content = io.BytesIO()
    Pillow.new("RGB", size, "teal").save(content, "JPEG")
    return content.getvalue()


def put(name):
    return default_storage.save(name, ContentFile(picture()))


def asked():
    """(file, place, queue) of each task."""
    tasks = TaskRow.objects.filter(name=make_thumbnails.name).order_by("key")
    return [(*task.arguments, task.queue) for task in tasks]


def missing(file, place):
    names = [thumbnail_name(file, alias, extension) for alias in ALIASES[place] for extension in FORMATS]
    return [name for name in names if not default_storage.exists(name)]


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


ODD = 'it\'s, "odd".jpg'
SIZE = {"width": 60, "height": 40}  # known: Django doesn't open the file to measure it


WRITERS = {
    "save": lambda mug: Image.objects.create(product=mug, file="a.jpg", **SIZE),
    "bulk create": lambda mug: Image.objects.bulk_create([Image(product=mug, file="a.jpg", **SIZE)]),
    "update": lambda mug: Image.objects.filter(pk=Image.objects.create(product=mug).pk).update(file="a.jpg"),
    "plain SQL": lambda mug: sql(
        "INSERT INTO catalog_image (product_id, file, source_url, alt, position) VALUES (%s, 'a.jpg', '', '', 0)",
        mug.pk,
    ),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_however_it_is_written(mug, writer):
    WRITERS[writer](mug)
    assert asked() == [("a.jpg", "product", "soon")]


def test_with_a_roll_back_nothing_was_asked(mug):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Image.objects.create(product=mug, file="a.jpg", **SIZE)
        raise ZeroDivisionError
    assert asked() == []


def test_the_same_file_is_asked_for_once_in_each_place(mug):
    for _ in range(3):
        Image.objects.create(product=mug, file=ODD, **SIZE)
    Image.objects.update(alt="A mug")
    Category.objects.add_root({"name": "Mugs", "slug": "mugs", "image": ODD})
    assert [(file, place) for file, place, _ in asked()] == [(ODD, "category"), (ODD, "product")]


def test_many_are_made_when_there_is_time(mug):
    Image.objects.bulk_create([Image(product=mug, file=f"{number}.jpg", **SIZE) for number in range(30)])
    assert {queue for *_, queue in asked()} == {"whenever"} and len(asked()) == 30


def test_a_bulk_loads_are_made_when_there_is_time(mug):
    sql("SET LOCAL shop.defer_refresh = 'on'")
    Image.objects.create(product=mug, file="a.jpg", **SIZE)
    assert asked() == [("a.jpg", "product", "whenever")]


def test_who_makes_them_by_other_means_asks_for_none(mug):
    sql("SET LOCAL shop.want_thumbnails = 'off'")
    Image.objects.create(product=mug, file="a.jpg", **SIZE)
    assert asked() == []


@pytest.mark.parametrize("content", [None, b"no picture"])
def test_what_is_no_picture_is_done_with(mug, run_tasks, media, content):
    if content:
        (media / "a.jpg").write_bytes(content)
    Image.objects.create(product=mug, file="a.jpg", **SIZE)
    run_tasks()
    assert TaskRow.objects.get().state == "done"
    assert not (media / "t").exists()


def test_what_cannot_be_stored_is_tried_again(mug, run_tasks, media):
    file = put("a.jpg")
    (media / "t").write_text("no folder")
    Image.objects.create(product=mug, file=file)
    with pytest.raises(OSError, match="NotADirectoryError"):
        run_tasks()
    assert TaskRow.objects.get().state == "waiting"


def test_twice_is_once(mug, run_tasks, media):
    file = put("a.jpg")
    Image.objects.create(product=mug, file=file)
    run_tasks()
    made = {path: path.stat().st_mtime_ns for path in media.rglob("*.*")}
    make_thumbnails(file, "product")
    assert {path: path.stat().st_mtime_ns for path in media.rglob("*.*")} == made
