"""Knowledge base and question answering over Chinese Party-building regulations (党建规章知识库与问答)."""

import os

# Questions are answered with many small products. Threads of two numeric libraries competing for two cores make each
# of them slower; the sentence model has its own threads (KB_THREADS). Must stand before numpy is first imported.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

__version__ = "0.1.0"
