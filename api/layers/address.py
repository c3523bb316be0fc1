"""Where a request comes from (来源地址). A proxy's word for it counts only where the proxy is trusted."""

from __future__ import annotations

from starlette.types import Scope


def address_of(scope: Scope) -> str:
    """The address, "?" where there is none."""
    client = scope.get("client")
    return str(client[0]) if client else "?"
