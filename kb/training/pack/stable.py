"""Office files that are the same bytes when made again (可重现): the moment of their making stands nowhere in them."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MOMENT = (2020, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_SAID = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_MADE = rb"\g<1>2020-01-01T00:00:00Z"
# What a file says of itself: when it was made and changed.
MOMENT = datetime(*_MOMENT)


def stable(content: bytes) -> bytes:
    """The same zip file with every part dated alike, and what it says of its own making."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as made, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as again:
        for part in made.infolist():
            dated = ZipInfo(part.filename, _MOMENT)
            dated.compress_type = ZIP_DEFLATED
            held = made.read(part)
            again.writestr(dated, _SAID.sub(_MADE, held) if part.filename == _CORE else held)
    return out.getvalue()
