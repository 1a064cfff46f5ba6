#pragma once

#include <string>
#include <vector>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// What systolic arrays have in common (mac_array.h, weight_stationary.h).

/// The instance of the processing element in a row and column.
inline constexpr const char* kElementInstance = "u_pe";

/// "booth4" of "mac_booth4".
std::string structure_suffix(const verilog::Module& unit);

/// Every parameter by its own name.
verilog::Connections passed_on(const std::vector<verilog::ModuleParameter>& parameters);

/// A register without a reset, at clk_i.
verilog::Register stored(const char* target, const verilog::Expression& width, const char* next);

/// `u_skew`, a delay_line.
verilog::Instance delayed(const verilog::Expression& width, const verilog::Expression& depth,
                          const verilog::Expression& from, const verilog::Expression& to);

verilog::GenerateIf either_way(const verilog::Expression& condition, const char* then_name,
                               verilog::Items then, const char* else_name,
                               verilog::Items otherwise);

/// What the last one of a row or column hands on, nobody takes.
verilog::GenerateIf ending(const verilog::Expression& is_last, const verilog::Expression& width,
                           const verilog::Expression& value);

/// Rows and Columns, then those of the element at the array's own widths; its rules.
void add_array_parameters(verilog::Module& array, const DesignSpec& spec,
                          const verilog::Module& element,
                          const std::vector<verilog::ModuleParameter>& parameters);

/// `delay_line`: Width bits, Depth registers one behind the other.
verilog::Module delay_line();

}  // namespace pann::generator
