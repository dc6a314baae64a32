from io import BytesIO

import pytest
from PIL import Image

from catalog.demo.assortment import lines
from catalog.demo.pictures.draw import draw_missing
from catalog.demo.pictures.drawing import DRAWINGS, PLACES, Look
from catalog.demo.pictures.measure import measured
from catalog.demo.pictures.sketch import draw, sketches
from catalog.demo.plan import planned


def test_every_product_has_a_drawing():
    assert {line.drawing for line in lines()} == set(DRAWINGS) == set(PLACES)


@pytest.mark.parametrize("drawing", sorted(DRAWINGS))
def test_a_drawing_takes_a_sensible_room(drawing):
    left, top, right, bottom = measured(Look(drawing, (120, 90, 60), 5))
    assert 80 < right - left < 1300
    assert 80 < bottom - top < 1300


def test_pictures_are_the_same_each_time_and_small():
    for sketch in list(sketches(60))[::31]:
        jpeg = draw(sketch)
        assert jpeg == draw(sketch)
        assert len(jpeg) < 75_000
        assert Image.open(BytesIO(jpeg)).size == ((1600, 700) if sketch.is_banner else (1200, 1200))


def test_all_planned_pictures_are_drawn():
    files = [sketch.file for sketch in sketches(len(lines())) if not sketch.is_banner]
    assert files == [picture.file for line in lines() for picture in planned(line.number).pictures]
    assert len(set(files)) == len(files)


def test_only_what_is_missing_is_drawn(settings, tmp_path, quiet, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("catalog.demo.pictures.draw.sketches", lambda products: list(sketches(1))[-3:])
    assert draw_missing(1, quiet) == 3
    assert draw_missing(1, quiet) == 0
    next(tmp_path.glob("demo/products/*.jpg")).write_bytes(b"")  # as kill -9 may leave it
    assert draw_missing(1, quiet) == 1
