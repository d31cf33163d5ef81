#pragma once
#include <stddef.h>
#include <stdint.h>

// The entry of the fuzzer that compiler-rt brings, for programs that have a main of their own (llvm.org/docs/LibFuzzer.html).
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *data, size_t size));
