# make run     the demo paper on http://127.0.0.1:8000/      (PORT=8000, DATABASE_URL=postgres://…)
# make new     a paper of your own, empty
# make test    everything that must hold: style, types, checks, the suite on SQLite and PostgreSQL
# make lint    the quick part of it
# make lock    recompile the requirements files after a change of pyproject.toml

PORT ?= 8000

.PHONY: run new test lint lock

run:
	@bin/bootstrap && exec bin/manage serve --port "$(PORT)"

new:
	@bin/bootstrap && exec bin/manage new_paper

test:
	@bin/bootstrap dev && exec bin/test

lint:
	@bin/bootstrap dev && exec bin/test lint

lock:
	@bin/lock
