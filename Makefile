# make run     the demo paper on http://127.0.0.1:8000/      (PORT=8000, DATABASE_URL=postgres://…)
# make new     a paper of your own, empty
# make test    everything that must hold: style, types, checks, the suite on SQLite and PostgreSQL
# make lint    the quick part of it
# make bench   how fast it is, beside nginx (docs/performance.md); needs nginx and wrk, and two hours at first
#              (STORIES=1000,100000 ROUNDS=3, or DATABASES="sqlite:////path postgres://…" that are filled already)
# make lock    recompile the requirements files after a change of pyproject.toml

PORT ?= 8000
STORIES ?= 1000,100000,1000000
ROUNDS ?= 5
DATABASES ?=

.PHONY: run new test lint bench lock

run:
	@bin/bootstrap && exec bin/manage serve --port "$(PORT)"

new:
	@bin/bootstrap && exec bin/manage new_paper

test:
	@bin/bootstrap dev && exec bin/test

lint:
	@bin/bootstrap dev && exec bin/test lint

bench:
	@bin/bootstrap dev && exec .venv/bin/python -m bench.paper \
	    --stories "$(STORIES)" --rounds "$(ROUNDS)" --databases "$(DATABASES)"

lock:
	@bin/lock
