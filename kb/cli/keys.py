"""Keys to the interface (接口密钥): `kb key add`, `kb key list` and `kb key withdraw`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kb.cli import options
from kb.cli.chinese import ChineseGroup
from kb.cli.options import WholeNumber, print_json
from kb.config import load_settings
from kb.keys import MAX_RATE, Rights

if TYPE_CHECKING:
    from kb.keys import ApiKey
    from kb.store.register import Actor


@click.group(cls=ChineseGroup)
def key() -> None:
    """新建、列出、收回接口密钥：给别的程序各用一个，随时能单独收回。"""


@key.command()
@click.argument("name", metavar="名称")
@click.option("--admin", is_flag=True, help="也能上传、删除文件（服务要设了 KB_ADMIN_TOKEN）；不写则只读。")
@click.option("--rate", type=WholeNumber(0, MAX_RATE), metavar="N",
              help="每分钟最多几次，0 为不限；不写则与一个地址的限制（KB_RATE）相同。")
@options.data
@options.as_json
def add(name: str, admin: bool, rate: int | None, data: str | None, as_json: bool) -> None:
    """新建一个密钥；密钥只显示这一次。"""
    from kb.answer.opening import opened_library
    from kb.store.keys import make_key

    with opened_library(load_settings(data)) as library:
        made, stated = make_key(library, _actor(), name, rights=Rights.ADMINISTER if admin else Rights.READ, rate=rate)
    if as_json:
        print_json(_object(made) | {"key": stated})
        return
    click.echo(f"密钥“{made.name}”（{made.rights}）只显示这一次，请现在就存好：", err=True)
    click.echo(stated)


@key.command("list")
@options.data
@options.as_json
def listed(data: str | None, as_json: bool) -> None:
    """列出全部密钥：给谁用、能做什么、最近用过的时间；不显示密钥本身。"""
    from kb.answer.opening import opened_library
    from kb.store.keys import known_keys

    with opened_library(load_settings(data)) as library:
        known = known_keys(library)
    if as_json:
        print_json([_object(k) for k in known])
        return
    from kb.cli.key_table import print_keys

    print_keys(known)


@key.command()
@click.argument("named", metavar="名称或编号")
@options.data
@options.as_json
def withdraw(named: str, data: str | None, as_json: bool) -> None:
    """收回一个密钥，立即失效，不能恢复；由它登录的网页一并退出。"""
    from kb.answer.opening import opened_library
    from kb.store.keys import withdraw_key

    with opened_library(load_settings(data)) as library:
        gone = withdraw_key(library, _actor(), named)
    if as_json:
        print_json(_object(gone))
    else:
        click.echo(f"已收回密钥“{gone.name}”（{gone.label}），从现在起无效。")


def _actor() -> Actor:
    from kb.store.register import Actor

    return Actor("命令行", "")


def _object(key: ApiKey) -> dict[str, Any]:
    return {"id": key.id, "name": key.name, "rights": key.rights, "rate": key.rate, "made_at": key.made_at,
            "made_by": key.made_by, "used_at": key.used_at, "withdrawn_at": key.withdrawn_at,
            "withdrawn_by": key.withdrawn_by or None}
