"""Scans of real pages: a PDF drawn as pictures, with the faults of scanners."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw


def scan(path: Path, page: int = 1, *, dpi: int = 150, turned: int = 0, skew: float = 0.0,
         stamp: tuple[float, float] | None = None) -> Image.Image:
    """A page of a PDF with the noise of a scanner.

    `turned` and `skew` are in degrees against the clock; `stamp` is the middle of a red round stamp, in shares of the
    page.
    """
    with pypdfium2.PdfDocument(path) as pdf:
        image = pdf[page - 1].render(scale=dpi / 72).to_pil().convert("RGB")
    if stamp is not None:
        image = _stamped(image, stamp)
    image = image.rotate(skew, fillcolor="white", resample=Image.Resampling.BICUBIC)
    noise = np.random.default_rng(1).normal(0, 10, (image.height, image.width, 1))
    image = Image.fromarray((np.asarray(image) + noise).clip(0, 255).astype(np.uint8))
    return image.rotate(turned, expand=True)


def _stamped(image: Image.Image, middle: tuple[float, float]) -> Image.Image:
    """With the ring and the star of a stamp; what is printed shows through as ink does."""
    ink = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(ink)
    x, y, r = image.width * middle[0], image.height * middle[1], image.width / 11
    draw.ellipse((x - r, y - r, x + r, y + r), outline=(215, 40, 45), width=image.width // 150)
    draw.regular_polygon((x, y, r / 3), 5, fill=(215, 40, 45))
    return Image.fromarray(np.minimum(np.asarray(image), np.asarray(ink)))
