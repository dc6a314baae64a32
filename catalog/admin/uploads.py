"""Pictures as editors upload them: drawn anew, named by what they are, refused with the reason."""

from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext as _

from shop.thumbnails.original import NotAPicture, read_original

MAX_BYTES = 10 * 1024 * 1024


class PictureField(forms.ImageField):
    """What is stored is not the file that came but its picture (shop/thumbnails/original.py)."""

    def to_python(self, data):
        # Not ImageField's: it would try each of Pillow's fifty formats, and say nothing of what is wrong.
        upload = super(forms.ImageField, self).to_python(data)
        if not isinstance(upload, UploadedFile):
            return upload
        size = upload.size or 0
        if size > MAX_BYTES:
            values = {"size": size / 1024 / 1024, "most": MAX_BYTES // 1024 // 1024}
            raise ValidationError(_("The file has %(size).1f MB; at most %(most)s MB are taken.") % values)
        try:
            original = read_original(upload, still=True)
        except NotAPicture as reason:
            raise ValidationError(str(reason)) from reason
        stem = slugify(PurePath(upload.name or "").stem)[:80] or "picture"
        return SimpleUploadedFile(f"{stem}.{original.extension}", original.content)
