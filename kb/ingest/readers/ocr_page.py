"""The lines of scanned pages (识别), by RapidOCR; runs in a process of its own, see `ocr`.

A page is brought upright first: lines that stand on end turn it by 90°, and a few lines read both ways round tell
which way is up. Round and square red stamps are taken out; a small skew is taken out of the places of the lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence
from rapidocr import RapidOCR

from kb.ingest.readers.ocr_tables import Ruled, ruled
from kb.ingest.readers.ocr_text import mended

Pixels = NDArray[np.uint8]
Points = NDArray[np.float32]

_DOTS = 200 / 72  # pixels a point
_LONGEST = 2800  # pixels of a page's longer side
_DETECTED = 1280  # of the picture in which lines are looked for
_MOST_PIXELS = 200_000_000  # of a picture file; larger ones are not opened
_UPRIGHT, _SAMPLE, _SAMPLE_WIDTH = 0.9, 4, 12  # confidence, lines, heights
_INK = 0.9  # of the ink's red part, from where on it is white
_STAMP_RED, _STAMP_LEAST, _STAMP_MOST = 40, 0.06, 0.45  # of 255; of the page's width
_LEVEL_ENOUGH = 0.0005  # radians: a pixel over the width of a page
_PARAMETERS = {
    "Global.log_level": "critical", "Global.use_vertical_padding": False, "Global.return_word_box": True,
    # One thread: two are little faster and cost half as much processor time again.
    "EngineConfig.onnxruntime.intra_op_num_threads": 1, "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Det.limit_type": "max", "Det.limit_side_len": _DETECTED,
}


def pages(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The lines and ruled tables of each page of `request["path"]`: those in `request["pages"]` of a PDF, counted from
    1, or all that a picture file has. A page that cannot be drawn has none.
    """
    engine = RapidOCR(params=_PARAMETERS)
    numbers = request.get("pages")
    path = Path(request["path"])
    for number, total, picture in _of_pdf(path, numbers) if numbers else _of_file(path):
        lines, tables, width = ([], [], 1) if picture is None else _recognised(engine, picture)
        yield {"page": number, "of": total, "width": width, "lines": lines, "tables": tables}


def _of_pdf(path: Path, numbers: list[int]) -> Iterator[tuple[int, int, Pixels | None]]:
    pdf = pypdfium2.PdfDocument(path)
    for number in numbers:
        try:
            page = pdf[number - 1]
            scale = min(_DOTS, _LONGEST / max(page.get_size()))
            yield number, len(numbers), np.ascontiguousarray(page.render(scale=scale, rev_byteorder=False)
                                                             .to_numpy()[:, :, :3])
            page.close()
        except (pypdfium2.PdfiumError, IndexError, ValueError):
            yield number, len(numbers), None


def _of_file(path: Path) -> Iterator[tuple[int, int, Pixels | None]]:
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    with Image.open(path) as file:
        total = getattr(file, "n_frames", 1)
        for number, frame in enumerate(ImageSequence.Iterator(file), start=1):
            try:
                yield number, total, _pixels(ImageOps.exif_transpose(frame))
            except (OSError, ValueError):
                yield number, total, None


def _pixels(image: Image.Image) -> Pixels:
    """As blue, green, red on white, no larger than a page needs."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    elif image.mode.startswith(("I", "F")):
        image = ImageOps.autocontrast(image.point(lambda v: v / 256).convert("L"))
    image = image.convert("RGB")
    image.thumbnail((_LONGEST, _LONGEST))
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


def _recognised(engine: Any, picture: Pixels) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """The lines of a page with their places in the upright picture, its ruled tables, and its width. A line that stands
    in a table names its number and that of its cell.
    """
    picture = _without_stamps(picture)
    crops, boxes = _found(engine, picture)
    sizes = [_size(box) for box in boxes]
    if sum(h for w, h in sizes if h > 2 * w) > sum(w for w, h in sizes if w > 2 * h):
        picture = np.ascontiguousarray(np.rot90(picture))
        crops, boxes = _found(engine, picture)
    if not boxes:
        return [], [], picture.shape[1]
    if _upside_down(engine, crops):
        high, wide = picture.shape[:2]
        crops = [np.ascontiguousarray(np.rot90(crop, 2)) for crop in crops]
        boxes = [np.array([wide, high], np.float32) - box[[2, 3, 0, 1]] for box in boxes]
        picture = np.ascontiguousarray(np.rot90(picture, 2))
    angle = _skew(boxes)
    boxes, picture = [box @ _turn(angle) for box in boxes], _levelled(picture, angle)
    tables = ruled(picture, float(np.median([min(_size(box)) for box in boxes])))
    for table in tables:
        crops, boxes = _parted(table, picture, crops, boxes)
    read = engine.recognize_txt(crops)
    lines = [_line(box, text, words) | _place(tables, box)
             for box, text, words in zip(boxes, read.txts, read.word_results, strict=True) if text.strip()]
    return lines, [{"xs": t.xs, "ys": t.ys, "cells": t.cells} for t in tables], picture.shape[1]


def _parted(table: Ruled, picture: Pixels, crops: list[Pixels], boxes: list[Points]
            ) -> tuple[list[Pixels], list[Points]]:
    """The lines cut out of a level page, those that go over several cells of a table once for each."""
    out: list[tuple[Pixels, Points]] = []
    for crop, box in zip(crops, boxes, strict=True):
        (left, top), (right, bottom) = box.min(axis=0), box.max(axis=0)
        parts = table.parted(left, top, right, bottom)
        if len(parts) == 1:
            out.append((crop, box))
            continue
        for a, b in parts:
            own = picture[max(0, int(top)):int(bottom) + 1, max(0, int(a)):int(b) + 1]
            if min(own.shape[:2]) > 1:
                out.append((np.ascontiguousarray(own), np.array([[a, top], [b, top], [b, bottom], [a, bottom]],
                                                                np.float32)))
    return [crop for crop, _ in out], [box for _, box in out]


def _place(tables: list[Ruled], box: Points) -> dict[str, Any]:
    x, y = box.mean(axis=0)
    return next(({"table": n, "cell": cell} for n, table in enumerate(tables)
                 if (cell := table.cell_at(float(x), float(y))) is not None), {})


def _found(engine: Any, picture: Pixels) -> tuple[list[Pixels], list[Points]]:
    """The lines cut out, and their corners from the upper left one on, clockwise."""
    try:
        crops, found = engine.detect_and_crop(picture, {})
    except Exception as e:  # RapidOCR raises its own class, which has no public name, where it finds no line
        if "empty" in str(e):
            return [], []
        raise
    kept = [(crop, box) for crop, box in zip(crops, found.boxes, strict=True) if min(crop.shape[:2]) > 1]
    return [crop for crop, _ in kept], [box for _, box in kept]


def _size(box: Points) -> tuple[float, float]:
    return (float(np.linalg.norm(box[1] - box[0]) + np.linalg.norm(box[2] - box[3])) / 2,
            float(np.linalg.norm(box[3] - box[0]) + np.linalg.norm(box[2] - box[1])) / 2)


def _upside_down(engine: Any, crops: list[Pixels]) -> bool:
    widest = sorted(crops, key=lambda crop: -crop.shape[1])[:_SAMPLE]
    heads = [crop[:, :crop.shape[0] * _SAMPLE_WIDTH] for crop in widest]
    upright = float(np.mean(engine.recognize_txt(heads).scores))
    if upright >= _UPRIGHT:
        return False
    return float(np.mean(engine.recognize_txt([np.ascontiguousarray(np.rot90(h, 2)) for h in heads]).scores)) > upright


def _skew(boxes: list[Points]) -> float:
    """By how much the lines of a page are turned, in radians."""
    slopes = [math.atan2(box[1][1] - box[0][1], box[1][0] - box[0][0])
              for box in boxes if (size := _size(box))[0] > 5 * size[1]]
    return float(np.median(slopes)) if slopes else 0.0


def _turn(angle: float) -> Points:
    """What brings points (as rows) to where they stand on a page that is not skewed."""
    return np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]], np.float32)


def _levelled(picture: Pixels, angle: float) -> Pixels:
    """The page turned about the same point."""
    if abs(angle) < _LEVEL_ENOUGH:
        return picture
    high, wide = picture.shape[:2]
    turn = np.hstack([_turn(angle).T, np.zeros((2, 1), np.float32)])
    return np.asarray(cv2.warpAffine(picture, turn, (wide, high), borderValue=(255, 255, 255)), np.uint8)


def _line(box: Points, text: str, words: Any) -> dict[str, Any]:
    columns = [column for group in words.word_cols for column in group]
    text, confidences = mended(text, columns, words.confs)
    left, top = box.min(axis=0)
    right, bottom = box.max(axis=0)
    return {"text": text, "confidences": [round(float(c), 3) for c in confidences], "left": round(float(left), 1),
            "right": round(float(right), 1), "top": round(float(top), 1), "bottom": round(float(bottom), 1)}


def _without_stamps(picture: Pixels) -> Pixels:
    """The page with red stamps bleached; black letters below them stay. Red lines of text, which are wide, stay."""
    blue, green, red = (picture[:, :, n].astype(np.int16) for n in range(3))
    mask = (red - np.maximum(blue, green) > _STAMP_RED).astype(np.uint8)
    if not mask.any():
        return picture
    width = picture.shape[1]
    reach = max(3, width // 60)
    joined = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
    out = picture.copy()
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    for x, y, w, h, _ in stats[1:]:
        if _STAMP_LEAST * width <= max(w, h) <= _STAMP_MOST * width and 0.6 <= w / h <= 1.7:
            region, inked = out[y:y + h, x:x + w], mask[y:y + h, x:x + w] > 0
            own = region[:, :, 2].astype(np.float32)
            # What is red becomes as light as its red part is beside that of the ink alone: the edges of letters below
            # it, which are red and dark, stay.
            light = np.clip(own * (255 / (_INK * float(np.median(own[inked])))), 0, 255).astype(np.uint8)
            region[inked] = light[inked][:, None]
    return out
