"""Work in hand as every process of a service sees it, and the files that it leaves."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from api.jobs import Job, Jobs
from api.shown import KeptFiles, broken_off
from kb.errors import NotFoundError, QuestionError


def ended(jobs: Jobs, job_id: str) -> Job:
    for _ in range(500):
        if (job := jobs.get(job_id)).ended:
            return job
        time.sleep(0.01)
    raise AssertionError(job)


def test_another_process_sees_how_far_it_is_and_how_it_ended(tmp_path: Path) -> None:
    mine, other = Jobs(tmp_path, "1"), Jobs(tmp_path, "2")

    def work(job: Job) -> str:
        job.tell("读取", 1, 2)
        return "做好了"

    job = mine.start("上传", work)
    assert ended(other, job.id).message == "做好了"
    assert other.get(job.id).title == "上传"

    def fails(_job: Job) -> str:
        raise QuestionError("没有这个主题。")

    failed = ended(other, mine.start("出题", fails).id)
    assert (failed.state, failed.message) == ("failed", "没有这个主题。")


@pytest.mark.parametrize("named", ["0" * 16, "../counts", "a/b", ""])
def test_what_nobody_does_is_not_there(tmp_path: Path, named: str) -> None:
    with pytest.raises(NotFoundError):
        Jobs(tmp_path, "1").get(named)


def test_what_a_process_had_in_hand_that_died_is_not_done(tmp_path: Path) -> None:
    mine, other = Jobs(tmp_path, "1"), Jobs(tmp_path, "2")

    def work(_job: Job) -> str:
        time.sleep(0.3)
        return "完"

    begun = mine.start("上传", work)
    broken_off(tmp_path, "2")
    assert other.get(begun.id).state != "failed", "another's death is not its own"
    broken_off(tmp_path, "1")
    assert other.get(begun.id).state == "failed"
    assert "中断" in other.get(begun.id).message


@pytest.mark.parametrize("shared", [True, False])
def test_the_newest_files_are_kept(tmp_path: Path, shared: bool) -> None:
    kept = KeptFiles(tmp_path if shared else None, 2)
    for n in range(3):
        kept.put(f"{n:016x}", bytes([n]))
        time.sleep(0.01)
    assert [kept.get(f"{n:016x}") for n in range(3)] == [None, b"\x01", b"\x02"]
    assert kept.get("../x") is None
