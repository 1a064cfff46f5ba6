#pragma once

#include <string>
#include <vector>

#include "generator/units/emit.h"

namespace pann::generator {

/// A stand-alone Verilator testbench of an emitted design: `tb.cpp` and `Makefile`, which need
/// nothing but Verilator, a C++17 compiler and the files beside them.
///
/// It drives seeded operands, corners among them, in dot products of several lengths, checks every
/// operation against plain integer arithmetic, prints how many were checked, and ends with exit
/// code 1 after a mismatch. `+trace` writes trace.vcd, `+seed=N` changes the operands.
/// `license`: lines at the top of both, without comment marks.
std::vector<EmittedFile> testbench(const Manifest& manifest,
                                   const std::string& license = EmitOptions{}.license);

}  // namespace pann::generator
