"""Measurements for Prometheus (监测指标). Labels take few values: unknown addresses share one, questions are none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from api.live import Live
from kb.errors import KBError
from kb.types import Answer

_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10)
disable_created_metrics()  # type: ignore[no-untyped-call]  # it would double the series for nothing
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Metrics:
    """The measurements of one application, with a registry of its own."""

    def __init__(self, live: Live, folder: Path | None = None) -> None:
        """`folder` is where all the processes of a service note theirs, which are told together; None for one alone."""
        self._live = live
        self._folder = folder
        self.registry = CollectorRegistry()
        self.in_flight = Gauge("kb_http_requests_in_flight", "正在处理的请求数", registry=self.registry,
                               multiprocess_mode="livesum")
        self._requests = Counter("kb_http_requests", "处理过的请求数", ["method", "route", "status"],
                                 registry=self.registry)
        self._seconds = Histogram("kb_http_request_seconds", "处理一个请求的用时（秒）", ["method", "route"],
                                  buckets=_SECONDS, registry=self.registry)
        self._answers = Counter("kb_answers", "回答过的问题数，按结果分", ["status"], registry=self.registry)
        for status in ("answered", "not_found", "invalid"):
            self._answers.labels(status)
        self._looked = Counter("kb_answers_remembered", "找过记住的回答的次数：found 找到了，made 要现算", ["result"],
                               registry=self.registry)
        self._kept = Gauge("kb_answers_kept_bytes", "记住的回答占的内存（字节）", registry=self.registry,
                           multiprocess_mode="livesum")
        for result in ("found", "made"):
            self._looked.labels(result)
        self.registry.register(_InForce(live))
        ProcessCollector(registry=self.registry)
        live.on_answer = self._count_answer
        live.remembered.on_look = self._count_look

    def observe(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Counts one finished request; `route` is the template of its address."""
        method = method if method in _METHODS else "OTHER"
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def exposition(self) -> bytes:
        """Everything in the text format of Prometheus."""
        if self._folder is None:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together, path=str(self._folder))  # type: ignore[no-untyped-call]
        together.register(_InForce(self._live))
        return generate_latest(together)

    def _count_answer(self, answer: Answer) -> None:
        self._answers.labels(answer.status).inc()

    def _count_look(self, found: bool) -> None:
        self._looked.labels("found" if found else "made").inc()
        self._kept.set(self._live.remembered.held.size)


class _InForce(Collector):
    """What answers now, read when it is asked for."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def collect(self) -> Iterator[Metric]:
        try:
            answerer = self._live.answerer
        except KBError:
            documents, clauses, revision = 0, 0, ""
        else:
            documents, clauses = len(answerer.documents), len(answerer.clauses)
            revision = answerer.finder.recall.revision
        yield GaugeMetricFamily("kb_documents", "现用知识库的文件数", documents)
        yield GaugeMetricFamily("kb_clauses", "现用知识库的条款数", clauses)
        yield InfoMetricFamily("kb_index", "现用的索引", {"revision": revision[:12]})
