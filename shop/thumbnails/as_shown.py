"""A picture's pixels as every screen understands them: upright, 8 bits a colour, sRGB, and nothing else."""

from io import BytesIO

from PIL import Image, ImageCms, ImageOps

SRGB = ImageCms.createProfile("sRGB")
REDUCING_GAP = 2.0  # Pillow first takes the mean of whole pixels: a big picture is never held twice


def as_shown(image: Image.Image, largest: int | None = None) -> Image.Image:
    """RGB, or RGBA where something can be seen through; without comment, position, camera, preview.

    `image` is opened, not yet decoded; of an animation its first frame counts. `largest`: most pixels a side.
    Raises what Pillow raises for a broken file.
    """
    size = within(image.size, largest)
    image.draft("RGB", size)  # JPEG alone: decoded at a half, a quarter or an eighth, while that is no smaller
    image.load()
    image = image if image.mode in {"RGB", "RGBA", "CMYK"} else unpacked(image)
    if image.size != size:
        image = image.resize(size, reducing_gap=REDUCING_GAP)
    image = in_srgb(ImageOps.exif_transpose(image))
    image.info.clear()  # what is saved later would take some of it along
    return image


def within(size: tuple[int, int], largest: int | None) -> tuple[int, int]:
    scale = min(1.0, (largest or max(size)) / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def unpacked(image: Image.Image) -> Image.Image:
    """RGB or RGBA of what has a palette, one channel, 16 bits or one bit."""
    if image.mode.startswith("I"):  # 16 bits a pixel; Pillow alone would clip, and show white
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L").convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def in_srgb(image: Image.Image) -> Image.Image:
    """By the picture's own colour profile where it has one that fits; else as if it were sRGB."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile := image.info.get("icc_profile"):
        try:
            converted = ImageCms.profileToProfile(image, BytesIO(profile), SRGB, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None  # a profile for something else, or none at all
        image = converted or image
    image = image.convert(mode)
    seen_through = mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255)
    return image if seen_through or mode == "RGB" else image.convert("RGB")
