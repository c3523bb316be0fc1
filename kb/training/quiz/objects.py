"""A quiz item as an object (试题的 JSON)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kb.training.item import Item


def item_object(item: Item) -> dict[str, Any]:
    """The item with every field that the contract names."""
    return asdict(item)
