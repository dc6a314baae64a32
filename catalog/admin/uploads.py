"""Pictures as editors upload them: verified to be what they say, of a size that can be shown."""

from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext as _
from PIL import Image

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000  # a decompression bomb is small as a file
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}  # no SVG: it can hold scripts


class PictureField(forms.ImageField):
    """Refuses what is too large before it is opened; names the file by what it is, whatever it was called."""

    def to_python(self, data):
        if isinstance(data, UploadedFile) and (data.size or 0) > MAX_BYTES:
            values = {"size": (data.size or 0) / 1024 / 1024, "most": MAX_BYTES // 1024 // 1024}
            raise ValidationError(_("The file has %(size).1f MB; at most %(most)s MB are taken.") % values)
        picture = super().to_python(data)
        if isinstance(picture, UploadedFile):
            refuse_what_cannot_be_shown(picture)
        return picture


def refuse_what_cannot_be_shown(picture) -> None:
    """`picture.image` was opened and verified by Django; here it is decoded whole, once, and named by its format."""
    if picture.image.format not in EXTENSIONS:
        values = {"format": picture.image.format, "formats": ", ".join(EXTENSIONS)}
        raise ValidationError(_("%(format)s is not shown by every browser. Use one of: %(formats)s.") % values)
    width, height = picture.image.size
    if width * height > MAX_PIXELS:
        values = {"width": width, "height": height, "most": MAX_PIXELS // 1_000_000}
        raise ValidationError(_("%(width)s × %(height)s pixels are too many; at most %(most)s million.") % values)
    try:
        picture.seek(0)
        with Image.open(picture) as image:
            image.load()
    except Exception as error:  # Pillow raises whatever the broken file makes it stumble over
        raise ValidationError(_("The file is damaged: it cannot be read to its end.")) from error
    finally:
        picture.seek(0)
    stem = slugify(PurePath(picture.name).stem)[:80] or "picture"
    picture.name = f"{stem}.{EXTENSIONS[picture.image.format]}"
