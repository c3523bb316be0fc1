"""Merging the segments of the index while nobody asks (闲时合并).

The answers in hand and those to come are the same: the merged index is taken up like a new one, and the files of the
one before stay for whoever still reads them.
"""

from __future__ import annotations

import logging
import os
import sys

import anyio
from anyio.to_thread import run_sync

from api.live import Live
from kb.config import Settings
from kb.manage.merging import LEFT, MERGED

_LOOKS_EVERY_S = 30.0
# So long nobody has asked, and so long nothing is tried where it was of no use.
_QUIET_S, _AGAIN_S = 120.0, 3600.0
_log = logging.getLogger(__name__)


async def keep_merged(live: Live, *, looks_every_s: float = _LOOKS_EVERY_S, quiet_s: float = _QUIET_S) -> None:
    """Has segments merged whenever they are many and it is quiet, until cancelled; a merging in hand then ends with it.
    """
    while True:
        await anyio.sleep(looks_every_s)
        try:
            if live.is_quiet(quiet_s) and await run_sync(live.is_scattered) and not await merged(live.settings):
                await anyio.sleep(_AGAIN_S)
        except Exception:  # whatever is wrong with the files now, the answerer in use still answers
            _log.exception("looking for segments to merge failed")


async def merged(settings: Settings) -> bool:
    """Whether a process of its own, which ends when this is cancelled, has merged the segments."""
    done = await anyio.run_process([sys.executable, "-m", "kb.manage.merging", str(settings.data)], check=False,
                                   env={**os.environ, "KB_TENANT": settings.tenant})
    if done.returncode == MERGED:
        _log.info("merged the segments of the index")
    elif done.returncode != LEFT:
        _log.warning("the segments were not merged: %s", done.stderr.decode(errors="replace").strip())
    return done.returncode == MERGED
