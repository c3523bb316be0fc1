"""`python -m evals.formats`: a table of formats by documents, the share of clauses that each gives right, of scans the
share of characters, too.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from evals.formats.made import write_all
from evals.formats.score import share_of_characters, share_right
from evals.formats.sources import sources
from kb.ingest.readers.office import converting


def main() -> None:
    """Writes every document in every format, reads them and prints the table as Markdown."""
    documents = sources()
    shares: dict[str, dict[str, str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        made = write_all(documents, Path(folder))
        with converting(path for files in made.values() for path in files.values()):
            for source in documents:
                for name, path in made[source.name].items():
                    share = f"{share_right(source, path):.0%}"
                    if name.startswith("扫描"):
                        share += f"（字 {share_of_characters(source, path):.1%}）"
                    shares.setdefault(name, {})[source.name] = share
    print("| 格式 | " + " | ".join(source.name for source in documents) + " |")
    print("|---|" + "---|" * len(documents))
    for name, row in shares.items():
        cells = [row.get(source.name, "—") for source in documents]
        print(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
