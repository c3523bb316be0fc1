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
        self._own = {"tenant": live.settings.tenant} if live.settings.tenant else {}
        self.registry = CollectorRegistry()
        self.in_flight = self._gauge("kb_http_requests_in_flight", "正在处理的请求数")
        self._requests = Counter("kb_http_requests", "处理过的请求数",
                                 ["method", "route", "status", *self._own], registry=self.registry)
        self._seconds = Histogram("kb_http_request_seconds", "处理一个请求的用时（秒）",
                                  ["method", "route", *self._own], buckets=_SECONDS, registry=self.registry)
        self._answers = Counter("kb_answers", "回答过的问题数，按结果分", ["status", *self._own],
                                registry=self.registry)
        for status in ("answered", "not_found", "invalid"):
            self._answers.labels(status, *self._own.values())
        self._looked = Counter("kb_answers_remembered", "找过记住的回答的次数：found 找到了，made 要现算",
                               ["result", *self._own], registry=self.registry)
        self._kept = self._gauge("kb_answers_kept_bytes", "记住的回答占的内存（字节）")
        for result in ("found", "made"):
            self._looked.labels(result, *self._own.values())
        self.registry.register(_InForce(live))
        ProcessCollector(registry=self.registry)
        live.on_answer = self._count_answer
        live.remembered.on_look = self._count_look

    @property
    def tenant(self) -> str:
        """Whose measurements these are; empty for what is common."""
        return self._own.get("tenant", "")

    def observe(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Counts one finished request; `route` is the template of its address."""
        method = method if method in _METHODS else "OTHER"
        self._requests.labels(method, route, str(status), *self._own.values()).inc()
        self._seconds.labels(method, route, *self._own.values()).observe(seconds)

    def exposition(self) -> bytes:
        """Everything in the text format of Prometheus."""
        if self._folder is None:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        noted = MultiProcessCollector(None, path=str(self._folder))  # type: ignore[no-untyped-call]
        together.register(_Noted(noted, self._own.get("tenant")))
        together.register(_InForce(self._live))
        return generate_latest(together)

    def _gauge(self, name: str, said: str) -> Gauge:
        made = Gauge(name, said, [*self._own], registry=self.registry, multiprocess_mode="livesum")
        return made.labels(*self._own.values()) if self._own else made

    def _count_answer(self, answer: Answer) -> None:
        self._answers.labels(answer.status, *self._own.values()).inc()

    def _count_look(self, found: bool) -> None:
        self._looked.labels("found" if found else "made", *self._own.values()).inc()
        self._kept.set(self._live.remembered.held.size)


class _Noted(Collector):
    """What the processes of a service noted: all of it, or of one tenant's alone."""

    def __init__(self, noted: Collector, tenant: str | None) -> None:
        self._noted = noted
        self._tenant = tenant

    def collect(self) -> Iterator[Metric]:
        for metric in self._noted.collect():
            if self._tenant is not None:
                metric.samples = [s for s in metric.samples if s.labels.get("tenant") == self._tenant]
            yield metric


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
