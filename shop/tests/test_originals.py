"""What is kept of the pictures that people bring: the pixels as shown, and of hostile files nothing but a reason."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from shop.thumbnails import original
from shop.thumbnails.original import NotAPicture, read_original

SCRIPT = b"<script>alert(document.domain)</script>"


def file_of(image, kind, **how):
    content = io.BytesIO()
    image.save(content, kind, **how)
    return content


def teal(mode="RGB", size=(40, 30)):
    return Image.new("RGB", size, "teal").convert(mode)


def stored(file, **how):
    kept = read_original(file, **how)
    image = Image.open(io.BytesIO(kept.content))
    assert image.size == (kept.width, kept.height)
    image.load()
    return image


def near(pixel, wanted, most=6):
    return all(abs(one - other) <= most for one, other in zip(pixel, wanted, strict=True))


def png_of(width, height, *chunks):
    """A PNG with this header, whatever follows it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in parts
    )
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + body)


@pytest.mark.parametrize(
    ("kind", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "jpg"), ("GIF", "png"), ("AVIF", "jpg")]
)
def test_each_format_is_kept_as_one_that_every_program_reads(kind, extension):
    file = file_of(teal(), kind)
    assert read_original(file).extension == extension
    assert near(stored(file).convert("RGB").getpixel((20, 15)), (0, 128, 128))


@pytest.mark.parametrize("hidden", [SCRIPT, b"PK\x03\x04" + bytes(200), b"%PDF-1.7\n", b"<?php system($_GET[0]);?>"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_nothing_behind_a_pictures_end_is_kept(kind, hidden):
    file = file_of(teal(), kind)
    file.seek(0, 2)
    file.write(hidden)
    assert hidden not in read_original(file).content


@pytest.mark.parametrize("kind", ["JPEG", "GIF", "PNG"])
def test_nothing_inside_a_picture_but_its_pixels_is_kept(kind):
    words = PngInfo()
    words.add_text("Comment", SCRIPT.decode())
    exif = Image.Exif()
    exif[0x010E] = SCRIPT.decode()  # description
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})  # where it was taken
    how = {"JPEG": {"comment": SCRIPT}, "GIF": {"comment": SCRIPT}, "PNG": {"pnginfo": words}}
    file = file_of(teal(), kind, exif=exif, **how[kind])
    assert SCRIPT in file.getvalue()
    kept = read_original(file).content
    assert SCRIPT not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_is_stored_upright(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = stored(file_of(teal(size=(40, 30)), "JPEG", exif=exif))
    assert image.size == ((40, 30) if orientation < 5 else (30, 40))


def test_a_cmyk_jpeg_turns_rgb():
    image = stored(file_of(Image.new("CMYK", (40, 30), (255, 0, 0, 0)), "JPEG"))
    assert image.mode == "RGB" and near(image.getpixel((20, 15)), (0, 255, 255))


def test_16_bits_are_not_clipped_to_white():
    grey = Image.new("I;16", (40, 30), 0x8000)
    assert near(stored(file_of(grey, "PNG")).getpixel((20, 15)), (128, 128, 128))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_every_kind_of_pixel(mode):
    assert stored(file_of(teal(mode), "PNG")).mode == "RGB"  # nothing can be seen through


def test_a_palette_with_a_transparent_colour():
    palette = Image.new("P", (40, 30), 1)
    palette.putpalette([255, 255, 255, 0, 128, 128])
    palette.paste(0, (0, 0, 20, 30))
    image = stored(file_of(palette, "PNG", transparency=0))
    assert image.getpixel((5, 5))[3] == 0 and image.getpixel((30, 5)) == (0, 128, 128, 255)


def test_what_jpeg_cannot_hold_stays_transparent():
    assert stored(file_of(Image.new("RGBA", (40, 30), (0, 128, 128, 90)), "WEBP")).format == "WEBP"


def test_colours_are_those_of_the_profile():
    """One whose red and green have changed places: what is stored as red is shown green."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"****", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"****", b"gXYZ", 1)
    for kind in ("PNG", "JPEG"):
        image = stored(file_of(Image.new("RGB", (40, 30), "red"), kind, icc_profile=swapped))
        assert near(image.getpixel((5, 5)), (0, 255, 0)) and "icc_profile" not in image.info


@pytest.mark.parametrize("profile", [b"", b"no profile", bytes(200)])
def test_a_broken_profile_is_left_out(profile):
    assert near(stored(file_of(teal(), "PNG", icc_profile=profile)).getpixel((5, 5)), (0, 128, 128))


def test_an_animation_is_refused_or_its_first_frame_kept():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    moving = file_of(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert stored(moving).getpixel((5, 5)) == (255, 0, 0)
    with pytest.raises(NotAPicture, match="moves"):
        read_original(moving, still=True)


def test_a_telephones_second_view_is_no_animation():
    views = file_of(teal(), "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30), "red")])
    image = stored(views, still=True)
    assert image.format == "JPEG" and near(image.getpixel((5, 5)), (0, 128, 128))


def test_a_large_picture_is_made_smaller(monkeypatch):
    monkeypatch.setattr(original, "MAX_SIDE", 100)
    for kind in ("JPEG", "PNG"):
        assert stored(file_of(teal(size=(900, 300)), kind)).size == (100, 33)


@pytest.mark.parametrize("size", [(20_000, 10_000), (7_000, 6_000), (65_535, 65_535), (2**31 - 1, 1)])
def test_two_hundred_million_pixels_are_refused_undecoded(monkeypatch, size):
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda *_: pytest.fail("decoded"))
    with pytest.raises(NotAPicture, match="more than 40 million pixels"):
        read_original(png_of(*size))


def test_a_frame_larger_than_its_screen():
    """A GIF of 40 bytes that says 1 × 1 and then draws 60,000 × 60,000."""
    screen = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + bytes(6)
    frame = b"," + struct.pack("<HHHHB", 0, 0, 60_000, 60_000, 0) + b"\x02\x02\x4c\x01\x00;"
    with pytest.raises(NotAPicture):
        read_original(io.BytesIO(screen + frame))


def test_a_bomb_among_the_words():
    packed = zlib.compress(bytes(20_000_000))
    with pytest.raises(NotAPicture):
        read_original(png_of(10, 10, (b"zTXt", b"Comment\x00\x00" + packed)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        SCRIPT,
        b"GIF89a" + SCRIPT,
        b"GIF89a=1;/*" + SCRIPT,
        b"\xff\xd8\xff\xe0" + SCRIPT,
        b"%PDF-1.7\n",
        b"PK\x03\x04" + bytes(99),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        file_of(teal(), "TIFF").getvalue(),
        file_of(teal(), "BMP").getvalue(),
        file_of(teal(), "ICO", sizes=[(16, 16)]).getvalue(),
    ],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(NotAPicture, match=r"no picture|damaged"):
        read_original(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_half_a_file_is_refused(kind):
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    content = file_of(noise, kind).getvalue()
    with pytest.raises(NotAPicture):
        read_original(io.BytesIO(content[: len(content) // 2]))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_file_with_wrong_bytes_is_a_picture_or_refused(kind):
    """Never anything else: neither another error nor a warning that nobody reads."""
    chance = random.Random(7)
    whole = file_of(Image.effect_noise((24, 24), 90).convert("RGB"), kind).getvalue()
    for _ in range(60):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            read_original(io.BytesIO(bytes(content)), still=True)
        except NotAPicture as reason:
            assert str(reason)


def test_too_many_bytes_are_not_read(monkeypatch):
    monkeypatch.setattr(original, "MAX_SOURCE_BYTES", 100)
    with pytest.raises(NotAPicture, match="MB are taken"):
        read_original(file_of(Image.effect_noise((40, 40), 90), "PNG"))
