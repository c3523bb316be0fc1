"""Upkeep (维护): `kb doctor`, `kb backup`, `kb restore` and `kb move`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from kb.cli import options
from kb.cli.chinese import ChineseCommand
from kb.cli.options import print_json
from kb.config import load_settings


@click.command(cls=ChineseCommand)
@click.option("--repair", is_flag=True, help="能重建的就重建，多余的文件就删掉。")
@options.data
@options.as_json
def doctor(repair: bool, data: str | None, as_json: bool) -> None:
    """检查数据文件夹里的一切是否完好、一致。"""
    from kb.manage.doctor import examine, index_standing

    found = examine(load_settings(data), repair=repair, say=_say)
    index = index_standing(load_settings(data))
    left = [a for a in found if not a.repaired]
    if as_json:
        print_json({"sound": not left, "found": [a.as_object() for a in found], "index": index})
    else:
        for a in found:
            click.echo(f"{'已修复' if a.repaired else '有问题'}  {a.check}：{a.what}")
        if index is not None:
            click.echo(_told(index))
        click.echo("一切完好。" if not found else f"共 {len(found)} 处，修复了 {len(found) - len(left)} 处。")
    if left:
        remedy = "请用 kb restore 从备份恢复，或找回原文件后重新 kb index" if repair else "请运行 kb doctor --repair"
        click.echo(f"有 {len(left)} 处问题。{remedy}。", err=True)
        sys.exit(1)


def _told(index: dict[str, Any]) -> str:
    """What the index is made of, in one line."""
    near = [s["near"] for s in index["segments"] if s["near"]]
    how = "；".join(f"在 {n['lists']} 组里看 {n['probes']} 组，查全 {n['recall']:.2%}" for n in near)
    return (f"索引  {index['clauses']} 条，{len(index['segments'])} 段；"
            + (f"向量近似检索：{how}。" if near else "向量逐个比对。"))


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, dir_okay=False))
@options.data
def backup(file: Path, data: str | None) -> None:
    """把知识库、索引和上传的文件备份成一个文件；服务不用停。"""
    from kb.manage.backup import back_up

    made = back_up(load_settings(data), file, say=_say)
    click.echo(f"已备份到 {file}：{made.documents} 个文件，{made.size / 2**20:.1f} MB。")


@click.command(cls=ChineseCommand)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, dir_okay=False))
@options.data
def restore(file: Path, data: str | None) -> None:
    """从备份文件恢复；服务不用停，几秒后自动换上。"""
    from kb.manage.backup import restore as restored

    made = restored(load_settings(data), file, say=_say)
    click.echo(f"已恢复到 {made.at} 的状态：{made.documents} 个文件。")


@click.command(cls=ChineseCommand)
@click.argument("url", metavar="地址")
@click.option("--replace", "over", is_flag=True, help="那里已有知识库时换掉它。")
@options.data
def move(url: str, over: bool, data: str | None) -> None:
    """把知识库、索引和上传的文件搬到 PostgreSQL，或搬回一个数据文件夹；原来的不动。"""
    from kb.manage.move import move as moved

    made = moved(load_settings(data), url, over=over, say=_say)
    on_server = made.to.database_url is not None
    use = "把 KB_DATABASE_URL 设为这个地址" if on_server else f"把 KB_DATA 设为 {made.to.data}，不设 KB_DATABASE_URL"
    click.echo(f"已搬到 {made.to.where}：{made.documents} 个文件。以后要用它，请{use}。")


def _say(message: str) -> None:
    click.echo(message, err=True)
