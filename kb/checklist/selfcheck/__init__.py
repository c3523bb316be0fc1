"""A branch's own plan or record against what is required of it (对照检查)."""

from kb.checklist.selfcheck.check import selfcheck
from kb.checklist.selfcheck.verdicts import Matched, Verdict, VerdictName

__all__ = ["Matched", "Verdict", "VerdictName", "selfcheck"]
