"""The commands `kb serve` and `kb mcp`; what serves is loaded when they are run."""

from __future__ import annotations

from dataclasses import replace

import click

from kb.cli import options
from kb.cli.chinese import ChineseCommand
from kb.cli.options import WholeNumber
from kb.config import load_settings


class _ServiceCommand(ChineseCommand):
    """Its help lists the settings of the service as api.settings declares them."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from api.settings import ServiceSettings
        from kb.environment import declared

        with formatter.section("用环境变量设置"):
            formatter.write_dl([(v.name, v.meaning.replace("`", "") + (f"；默认 {v.default}" if v.default else ""))
                                for v in declared(ServiceSettings)])


@click.command(cls=_ServiceCommand)
@options.data
@click.option("--host", default="127.0.0.1", metavar="H", help="监听的地址，默认只限本机。")
@click.option("--port", type=WholeNumber(1, 65535), default=8000, metavar="P", help="端口，默认 8000。")
@click.option("--workers", type=WholeNumber(1, 64), default=1, metavar="N",
              help="用几个进程作答，默认 1；几个核就写几。共用一个端口、限制和登录。Windows 上只能是 1。")
def serve(data: str | None, host: str, port: int, workers: int) -> None:
    """启动网页和 HTTP 接口。"""
    settings = replace(load_settings(data), tenant="")  # it serves them all, each under its own host name
    if workers > 1:
        from api.workers import run as run_several

        run_several(settings, host=host, port=port, workers=workers)
        return
    from api.server import run

    run(settings, host=host, port=port)


@click.command(cls=ChineseCommand)
@options.data
def mcp(data: str | None) -> None:
    """把知识库作为工具提供给助手（MCP 协议，标准输入输出）。"""
    from api.mcp.server import run_stdio

    run_stdio(load_settings(data))
