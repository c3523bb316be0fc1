"""The command line `kb`. Each command parses, calls one function, and prints; heavy imports wait until then."""

from __future__ import annotations

import atexit
import gc
import os

import click

from kb.cli.asking import ask, search
from kb.cli.checking import checklist
from kb.cli.chinese import ChineseGroup
from kb.cli.comparing import diff
from kb.cli.keys import key
from kb.cli.library import clauses, documents, index, obligations, remove, show
from kb.cli.quizzing import quiz
from kb.cli.registered import registered_commands
from kb.cli.selfchecking import selfcheck
from kb.cli.tenants import tenant
from kb.cli.topics import topic, topics
from kb.cli.training import training
from kb.cli.upkeep import backup, doctor, move, restore

# Whoever ends need not look for what nothing refers to: it takes a tenth of the time of `kb ask`.
atexit.register(gc.freeze)


@click.group(cls=ChineseGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="dangjian-kb", prog_name="kb", message="%(prog)s %(version)s", help="显示版本。")
@click.option("--tenant", metavar="代号", help="为哪一个单位运行（几个单位合用一处安装时）；默认环境变量 KB_TENANT。")
def main(tenant: str | None) -> None:
    """党建规章知识库与问答：直接回答，逐字引用条款。"""
    if tenant is not None:
        os.environ["KB_TENANT"] = tenant  # the one place where commands, and what they start, look for it


for command in (index, ask, search, show, documents, clauses, obligations, checklist, selfcheck, topics, topic,
                quiz, training,
                remove, diff, doctor, backup, restore, move, key, tenant, *registered_commands()):
    main.add_command(command)
