"""Whether the service in this container can answer (健康检查); the exit status says so."""

from __future__ import annotations

import sys
from urllib.request import urlopen

try:
    with urlopen("http://127.0.0.1:8000/readyz", timeout=4) as said:
        sys.exit(said.status != 200)
except OSError as e:
    sys.exit(f"不能作答：{e}")
