"""The organisations that share an installation (单位): `kb tenant add`, `list`, `change`, `remove` and `guard`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from kb.cli import options
from kb.cli.chinese import ChineseGroup
from kb.cli.options import print_json
from kb.config import Settings, load_settings, tenant_code

if TYPE_CHECKING:
    from kb.manage.tenants import Added
    from kb.store.tenants import Tenant

_HOST = "网址里的主机名，如 jia.example.cn，不写端口；可以写几次。"


@click.group(cls=ChineseGroup)
def tenant() -> None:
    """几个单位合用一处安装：新增、列出、修改、撤销单位。"""


@tenant.command()
@click.argument("code", metavar="代号")
@click.argument("name", metavar="名称")
@click.option("--host", "hosts", multiple=True, required=True, metavar="HOST", help=_HOST)
@click.option("--role", metavar="ROLE", help="服务连接 PostgreSQL 用的角色；第一个单位必须写。")
@click.option("--open", "open_to_all", is_flag=True, help="看这个单位的网页不用口令；不写就要阅读口令。")
@options.data
@options.as_json
def add(code: str, name: str, hosts: tuple[str, ...], role: str | None, open_to_all: bool, data: str | None,
        as_json: bool) -> None:
    """新增一个单位；管理口令和阅读口令只显示这一次。"""
    from kb.manage.tenants import add_tenant

    made = add_tenant(_installation(data), tenant_code(code), name, hosts, role=role, open_to_all=open_to_all)
    _tell(made, as_json)
    click.echo(f"接着运行 kb --tenant {made.tenant.code} index 建立它的索引。", err=True)


@tenant.command("list")
@options.data
@options.as_json
def listed(data: str | None, as_json: bool) -> None:
    """列出全部单位：代号、名称、主机名。"""
    from kb.store.tenants import known_tenants

    known = known_tenants(_installation(data))
    if as_json:
        print_json([_object(t) for t in known])
        return
    from kb.cli.tenant_table import print_tenants

    print_tenants(known)


@tenant.command()
@click.argument("code", metavar="代号")
@click.option("--name", metavar="名称", help="换一个名称。")
@click.option("--host", "hosts", multiple=True, metavar="HOST", help=f"换掉全部主机名：{_HOST}")
@click.option("--tokens", is_flag=True, help="换新的管理口令和阅读口令；原来的立即作废，各处都要重新登录。")
@click.option("--open", "open_to_all", is_flag=True, help="和 --tokens 一起写：看它的网页不用口令。")
@options.data
@options.as_json
def change(code: str, name: str | None, hosts: tuple[str, ...], tokens: bool, open_to_all: bool, data: str | None,
           as_json: bool) -> None:
    """修改一个单位的名称、主机名，或换新口令。"""
    from kb.manage.tenants import change_tenant

    made = change_tenant(_installation(data), code, name=name, hosts=hosts or None, tokens=tokens,
                         open_to_all=open_to_all)
    _tell(made, as_json)


@tenant.command()
@click.argument("code", metavar="代号")
@click.option("--yes", is_flag=True, help="确认删除；删了不能恢复，请先备份。")
@options.data
@options.as_json
def remove(code: str, yes: bool, data: str | None, as_json: bool) -> None:
    """撤销一个单位，它自己的文件、清单、密钥、记录全部删除；共用的文件不动。"""
    from kb.errors import ChangeError
    from kb.manage.tenants import remove_tenant
    from kb.store.tenants import tenant_of

    settings = _installation(data)
    found = tenant_of(settings, code)
    if not yes:
        raise ChangeError(f"要删除“{found.name}”的全部内容，不能恢复。备份好以后，加 --yes 再运行一次。")
    gone = remove_tenant(settings, code)
    if as_json:
        print_json(_object(gone))
    else:
        click.echo(f"已撤销“{gone.name}”（{gone.code}），它的内容已全部删除。")


@tenant.command()
@click.option("--role", metavar="ROLE", help="另给一个角色权限。")
@options.data
def guard(role: str | None, data: str | None) -> None:
    """升级以后，用表的所有者的地址运行：更新表的结构，给每张表打开行级安全。"""
    from kb.manage.tenants import guard_again

    click.echo(f"各表都已打开行级安全；现有 {guard_again(_installation(data), role)} 个单位。")


def _installation(data: str | None) -> Settings:
    return replace(load_settings(data), tenant="")


def _tell(made: Added, as_json: bool) -> None:
    if as_json:
        tokens = {"admin_token": made.admin, "read_token": made.reading}
        print_json(_object(made.tenant) | {k: v for k, v in tokens.items() if v})
        return
    click.echo(f"单位“{made.tenant.name}”（{made.tenant.code}），主机名：{'、'.join(made.tenant.hosts)}")
    if made.admin:
        click.echo("口令只显示这一次，请现在就存好：", err=True)
        click.echo(f"管理口令：{made.admin}")
    if made.reading:
        click.echo(f"阅读口令：{made.reading}")


def _object(tenant: Tenant) -> dict[str, Any]:
    return {"code": tenant.code, "name": tenant.name, "hosts": list(tenant.hosts), "made_at": tenant.made_at}
