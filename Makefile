# The only door. Each line calls one script of .ci/, where the work is; `make help` prints what stands behind `##`.
.DEFAULT_GOAL := help
.PHONY: help run dev test lint format openapi torture bench

help: ; @sed -n 's/^\([a-z]*\): .*## /  make \1#/p' Makefile | tr '#' '\t' | expand -t 16 ## Print this list
run: ; @.ci/demo ## Build everything and serve a demo branch on http://127.0.0.1:8080 (elsewhere: GUIBIN_LISTEN=…)
dev: ; @.ci/dev ## As run, but with the pages from Vite, which shows an edit at once
test: ; @.ci/test ## Everything that must hold: lints, Rust tests on SQLite and PostgreSQL, SPA tests, browser tests
lint: ; @.ci/lint ## Only formats, lints and documentation of the Rust code
format: ; @.ci/format ## Write every file in the project's format
openapi: ; @.ci/openapi ## Write openapi.yaml and the SPA's types from the code
torture: ; @.ci/torture ## Hours of it: random cases, servers killed, power cut, the API tests over and over; figures at the end
bench: ; @.ci/bench ## Writes and reads per second on both databases, and how often the disk is waited for
