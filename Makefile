# Every verb is a script of bin/; see bin/stack/ for what they are made of.
.PHONY: run up down status test bench flower lint setup requirements

run:            ## set up what is missing, run the shop until Ctrl-C (STACK=lite: PostgreSQL, Redis and Django only)
	@bin/run

up:             ## the same in the background; returns when all is well
	@bin/up

down:           ## stop it
	@bin/down

status:         ## a line per process; exit 0 only if all are well
	@bin/status

test:           ## every test, on a stack of its own (ARGS go to pytest)
	@bin/test $(ARGS)

bench:          ## how fast pages and orders are beside the simplest thing, of the running stack (ARGS: --rounds 5 --seconds 3)
	@var/venv/bin/python bench/speed.py $(ARGS)
	@var/venv/bin/python bench/orders.py $(ARGS)

flower:         ## Flower on the running stack's workers, until Ctrl-C
	@bin/flower

lint:           ## linters and types
	@bin/lint

setup:          ## only set up what is missing
	@bin/setup

requirements:   ## pin requirements*.txt anew from requirements*.in
	@bin/requirements
