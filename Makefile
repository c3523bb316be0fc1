# make run   准备环境、建立索引、启动网页      make test  准备环境、检查、跑全部测试
# make eval  检索与回答的评测                   make bench 速度与内存的测量
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA := data
PORT ?= 8000

.PHONY: run test lint eval bench clean

run: $(VENV)/.ready
	$(BIN)/kb index --data $(DATA)
	$(BIN)/kb serve --data $(DATA) --port $(PORT)

test: lint $(DATA)/.model
	KB_TEST_DATA=$(CURDIR)/$(DATA) $(BIN)/python -m pytest

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/mypy

eval: $(VENV)/.ready
	$(BIN)/kb index --data $(DATA)
	$(BIN)/kb eval --data $(DATA)

bench: $(VENV)/.ready
	$(BIN)/kb index --data $(DATA)
	$(BIN)/python -m evals.bench --data $(DATA)

$(DATA)/.model: $(VENV)/.ready
	$(BIN)/kb index --data $(DATA)
	@touch $@

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本。可用 make PYTHON=python3.12 指定。"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[model,dev]'
	@touch $@

clean:
	rm -rf $(VENV) $(DATA) build *.egg-info
