"""Pictures that no editor means: the answer is 404, never an error."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from shop.thumbnails.make_all import attempt


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.mark.parametrize("size", [(60_000, 1), (1, 60_000)])
def test_a_mere_line_has_no_thumbnail(client, size):
    content = io.BytesIO()
    Image.new("RGB", size).save(content, "PNG")
    source = default_storage.save("line.png", ContentFile(content.getvalue()))
    assert client.get(f"/media/t/card-360/{source}.avif").status_code == 404
    assert "pixels" in attempt(source, ("card-360",))[2]


def test_a_link_that_leads_to_itself_is_no_picture(client, media):
    (media / "loop.png").symlink_to("loop.png")
    assert client.get("/media/t/card-360/loop.png.jpg").status_code == 404
