# make serve : a fresh clone becomes a running assistant     make test : everything checked
# make check : lint, types and unit tests, under a minute    make clean: back to a fresh clone
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 7860

export HF_HUB_OFFLINE := 1
export TRANSFORMERS_OFFLINE := 1
export GRADIO_ANALYTICS_ENABLED := False
export ANONYMIZED_TELEMETRY := False

.PHONY: serve index test check lint types unit slow chromium clean

serve: index
	$(BIN)/python -m assistant serve --host $(HOST) --port $(PORT)

index: $(VENV)/installed
	$(BIN)/python -m index build

test: lint types chromium
	# Builds are killed in forked children: from a process in which no library has started a thread yet.
	$(BIN)/python -m pytest tests/test_endurance.py
	$(BIN)/python -m pytest --ignore tests/test_endurance.py

check: lint types unit

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed
	$(BIN)/mypy

unit: $(VENV)/installed
	$(BIN)/python -m pytest -m "not slow"

# The stamp is newer than the lock only when everything in it is installed.
$(VENV)/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Cần Python 3.11 trở lên / Python 3.11 or newer is needed ($(PYTHON))."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-deps --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# The browser tests drive Debian's Chromium; it is installed where this user may, and named where not.
chromium: $(VENV)/installed
	@command -v chromium >/dev/null 2>&1 || \
	  { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium fonts-noto-core; } || \
	  { echo "Thiếu chromium: sudo apt-get install chromium fonts-noto-core"; exit 1; }

clean:
	rm -rf $(VENV) data build *.egg-info .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
