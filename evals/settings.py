"""Settings of the evaluation (评测设置), read from the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from kb.environment import Variables


class EvaluationSettings(Variables):
    """What the evaluation may be given besides the command line."""

    stard: Path | None = Field(default=None, description="评测时另做通用检验用的 STARD `train.json`；没有就跳过")
