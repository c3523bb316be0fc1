"""How the kinds of organisation differ on a topic (差别), in one sentence made from the values."""

from __future__ import annotations

from collections.abc import Sequence

from kb.training.topic_table import TopicRow

_SAID = 6
_WHO = {"branch": "", "secretary": "书记", "member": "党员"}


def phrase(row: TopicRow) -> str:
    """Period and value as they are said: 每季度至少1次; empty where it gives neither."""
    period = {None: "", "任期": "每届"}.get(row.period, row.period or "")
    return period + (row.value or "")


def differences(topic: str, rows: Sequence[TopicRow], kinds: Sequence[str], silent: Sequence[str],
                without: Sequence[str]) -> str:
    """One sentence: what differs, what is alike, who gives no number and who is silent."""
    parts = [p for _, p in sorted((_compared(label, said, alone=len(kinds) == 1)
                                   for label, said in _grouped(rows, kinds)), key=lambda x: x[0])]
    said = parts[:_SAID]
    if len(parts) > _SAID:
        said.append(f"另有 {len(parts) - _SAID} 项见表")
    if without:
        said.append(f"{'、'.join(without)}有规定，没有写明次数、数量或时间")
    if silent:
        said.append(f"{'、'.join(silent)}没有条款规定{topic}")
    return "；".join(said) + "。" if said else f"没有条款规定{topic}。"


def _grouped(rows: Sequence[TopicRow], kinds: Sequence[str]) -> list[tuple[str, dict[str, list[str]]]]:
    """By matter, addressee and unit the kinds with their phrases."""
    groups: dict[str, dict[str, list[str]]] = {}
    for r in rows:
        said = phrase(r)
        if not said:
            continue
        who = _WHO.get(r.who, r.owner or "")
        own = groups.setdefault(f"{r.matter}（{who}）" if who else r.matter, {})
        for kind in kinds:
            if kind in r.scope or (kind == "通用" and "通用" in r.scope):
                values = own.setdefault(kind, [])
                if said not in values:
                    values.append(said)
    return [(label, own) for label, own in groups.items() if own]


def _compared(label: str, own: dict[str, list[str]], *, alone: bool) -> tuple[int, str]:
    """How the kinds rule one thing, what differs first; where one kind is looked at `alone`, what it rules."""
    alike: dict[str, list[str]] = {}
    for kind, values in own.items():
        alike.setdefault("、".join(values), []).append(kind)
    if len(own) == 1:
        (kind, values), = own.items()
        if alone:
            return 1, f"{label}{'、'.join(values)}"
        return 1, f"{label}只有{kind}写明，{'、'.join(values)}"
    if len(alike) == 1:
        (said, named), = alike.items()
        return 2, f"{label}{'、'.join(named)}一致，都是{said}"
    return 0, f"{label}各有不同，" + "，".join(f"{'、'.join(named)}{said}" for said, named in alike.items())
