# The two commands of the README are `make run` and `make test`; the rest is for people who change the mall.

SWIFT ?= swift
BIN = .build/debug
DATA ?= mall-data

.PHONY: run demo build test lint format proto proto-check bench clean help

help: ## Lists these targets.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | column -t -s '|'

run: packages build ## Starts the whole mall on this machine, shows it working, and stays up.
	$(BIN)/mall up --data $(DATA) --demonstration

demo: packages build ## The same demonstration in a folder of its own, then exits.
	$(BIN)/mall up --data $$(mktemp -d) --demonstration --exit

build: ## Builds all executables (debug).
	$(SWIFT) build

test: packages-test lint proto-check ## Everything that must hold before a change lands.
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build

lint: ## Checks the format of the Swift sources.
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Services Shared Tests

format: ## Formats the Swift sources.
	$(SWIFT) format --in-place --parallel --recursive Package.swift Services Shared Tests

proto: packages-test ## Writes the C and the Swift of the schema and the test vectors anew.
	/usr/bin/python3 Shared/MallWire/Schema/generate.py
	/usr/bin/python3 Tests/MallWireTests/Vectors/make_vectors.py

proto-check: ## Fails when what is committed differs from what `make proto` writes.
	/usr/bin/python3 Shared/MallWire/Schema/generate.py --check
	/usr/bin/python3 Tests/MallWireTests/Vectors/make_vectors.py --check

bench: packages-bench ## Prints the benchmarks' ratios (a release build of its own).
	Benchmarks/run

ROUNDS ?= 1000
SEED ?=

soak: packages-test build-tests ## Faults for long: ROUNDS=1000 kills and as many other faults; SEED= repeats a run.
	MALL_FAULT_ROUNDS=$(ROUNDS) $(if $(SEED),MALL_TEST_SEED=$(SEED)) \
	  $(SWIFT) test --skip-build --filter 'MallFaultTests.FaultTests/KillTests'

RELEASE_TEST = $(SWIFT) test -c release -Xswiftc -enable-testing --scratch-path .build-release-tests

load: packages-test ## Load for long, in release: three times what the gateway can, a stuck agency, a storm of 1,000.
	MALL_LOAD=1 $(RELEASE_TEST) --filter MallLoadTests

RUNS ?= 10000000
TARGET ?= frame envelope body manifest form command
FUZZ = .build-fuzz/release/Fuzzer

fuzz: packages ## Fuzzes for long: RUNS=10000000 inputs for each TARGET (docs/fuzzing.md).
	MALL_FUZZ=1 $(SWIFT) build -c release --scratch-path .build-fuzz --product Fuzzer \
	  -Xswiftc -sanitize=fuzzer -Xcc -fsanitize=fuzzer-no-link,address -Xswiftc -sanitize=address -Xlinker --no-gc-sections
	@for target in $(TARGET); do \
	  mkdir -p .build-fuzz/found/$$target; \
	  echo "$$target:"; \
	  FUZZ_TARGET=$$target $(FUZZ) -runs=$(RUNS) -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
	    -artifact_prefix=.build-fuzz/$$target- .build-fuzz/found/$$target Tests/Fuzzing/Corpus/$$target || exit 1; \
	done

sanitize: packages-test ## Runs the tests under ThreadSanitizer and AddressSanitizer (builds of their own).
	TSAN_OPTIONS="suppressions=$(CURDIR)/Tests/Sanitizing/thread.supp" \
	  $(SWIFT) test --no-parallel --sanitize thread --scratch-path .build-thread --skip 'MallProcessTests|MallFaultTests|MallLoadTests'
	ASAN_OPTIONS="detect_leaks=0:suppressions=$(CURDIR)/Tests/Sanitizing/address.supp" \
	  $(SWIFT) test --no-parallel --sanitize address --scratch-path .build-address --skip 'MallProcessTests|MallFaultTests|MallLoadTests'

RESIDENTS ?= 100000

properties: packages-test ## Properties over large registers, in release: RESIDENTS=100000.
	MALL_PROPERTY_RESIDENTS=$(RESIDENTS) $(RELEASE_TEST) --filter 'IdentityDocumentsTests.(DuplicateTests|RegisterPropertyTests)'

SIZES ?= 10000,1000000

scale: packages-test ## Times of look-ups in small and large registers, in release: SIZES=10000,1000000.
	MALL_SCALE=$(SIZES) $(RELEASE_TEST) --filter IdentityDocumentsTests.ScaleTests

.PHONY: fuzz sanitize soak load properties scale build-tests
build-tests:
	$(SWIFT) build --build-tests

clean: ## Removes what was built.
	rm -rf .build .build-*

.PHONY: packages packages-test packages-bench
packages:
	@deploy/scripts/install-packages build
packages-test:
	@deploy/scripts/install-packages test
packages-bench:
	@deploy/scripts/install-packages bench
