"""Office files that are the same bytes when made again (可重现): the moment of their making stands nowhere in them."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MOMENT = (2020, 1, 1, 0, 0, 0)
# What a file says of itself: when it was made and changed.
MOMENT = datetime(*_MOMENT)


def stable(content: bytes) -> bytes:
    """The same zip file with every part dated alike."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as made, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as again:
        for part in made.infolist():
            dated = ZipInfo(part.filename, _MOMENT)
            dated.compress_type = ZIP_DEFLATED
            again.writestr(dated, made.read(part))
    return out.getvalue()
