#pragma once

#include <string>
#include <vector>

#include "generator/arith/heap.h"
#include "generator/arith/heap_products.h"
#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// `multiplier_heap_<products>_<reduction>_<adder>_<x>x<w>`, e.g.
/// `multiplier_heap_and_arrival_ripple_8sx8s`: the bits fall where the widths and signs say, so
/// that these are fixed and part of the name. Parameters are those of the other multipliers and
/// have one legal value each.
verilog::Module heap_multiplier(const DesignSpec& spec);
std::string heap_multiplier_name(const DesignSpec& spec);

/// `madd_heap_fused_<products>_<reduction>_<adder>_<x>x<w>_acc<width>`: sum_o = addend_i + x_i *
/// w_i, modulo 2^AccWidth, the addend a row of the heap. Without a clock; parameters as above and
/// AccWidth.
verilog::Module heap_multiply_add(const DesignSpec& spec);

/// What of the name is the structure and the operands, without "multiplier_heap_".
std::string heap_suffix(const DesignSpec& spec);

/// Parameters XWidth, WWidth, XSigned, WSigned at the values of `spec` and the rules that hold them
/// there.
void add_fixed_parameters(verilog::Module& module, const DesignSpec& spec);

/// A parameter with one legal value.
void add_fixed_parameter(verilog::Module& module, const std::string& parameter, int value,
                         const std::string& description);

/// Drops x_i * w_i, of every lane, into a heap, the recoded operand as `spec` says.
ProductItems add_products(Heap& heap, const DesignSpec& spec);

/// Reduces a heap that is complete and adds its rows: one bit a column is left.
void sum_up(Heap& heap, const DesignSpec& spec);

/// Connects the bit that is left of each column to that of `word`.
void assign_word(Heap& heap, const std::string& word);

/// The modules that the compressors of any heap are instances of.
std::vector<verilog::Module> heap_cells();

}  // namespace pann::generator
