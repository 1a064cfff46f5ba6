#pragma once

#include <string>
#include <vector>

#include "generator/units/emit.h"

namespace pann::generator {

/// Names of all files that a testbench consists of.
const std::vector<std::string>& testbench_files();

/// A stand-alone Verilator testbench of an emitted design: `tb.cpp` with its headers and a
/// `Makefile`, which need nothing but Verilator, a C++17 compiler and the files beside them.
///
/// `make run` checks seeded operands, corners among them, in dot products of several lengths with
/// clears, biases, holds and bubbles where the unit has them; `make toggles` plays the operands of
/// `pann sim` (uniform, Gaussian, of a file) and prints its table of toggles by element, equal to
/// the last toggle; `make baseline` keeps that table for `make toggles` to compare with. Every
/// operation is checked against plain integer arithmetic; exit code 1 after a mismatch or where
/// toggles moved.
///
/// `license`: lines at the top of all, without comment marks. Throws Failure(user_error,
/// "design.testbench") for the kind other.
std::vector<EmittedFile> testbench(const Manifest& manifest,
                                   const std::string& license = EmitOptions{}.license);

}  // namespace pann::generator
