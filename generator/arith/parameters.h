#pragma once

#include <string>

#include "generator/design_spec.h"
#include "generator/verilog/module.h"

namespace pann::generator {

/// One of the two operands as modules name it: x_i with XWidth and XSigned, or w_i with WWidth and
/// WSigned.
struct OperandNames {
  std::string lower;  ///< "x"
  std::string upper;  ///< "X"

  std::string port() const { return lower + "_i"; }
  std::string width() const { return upper + "Width"; }
  std::string is_signed() const { return upper + "Signed"; }
};

OperandNames names_of(Operand operand);

/// A parameter that is a width, with its range in the description.
verilog::ModuleParameter width_parameter(const std::string& name, int value, int minimum,
                                         int maximum, const std::string& description);
/// AccWidth, at least `least` bits wide (`least` in words, e.g. "XWidth").
verilog::ModuleParameter acc_width_parameter(int value, int minimum, const std::string& least);
/// XSigned or WSigned: 1 or 0.
verilog::ModuleParameter signed_parameter(const OperandNames& operand, bool value);

/// Name must be minimum to maximum, the limits of width_parameter.
verilog::Rule width_rule(const verilog::ModuleParameter& parameter);
/// XSigned must be 0 or 1.
verilog::Rule signed_rule(const OperandNames& operand);
/// AccWidth must be `least` to 128; `least_name` is `least` as part of an identifier.
verilog::Rule acc_width_rule(const verilog::Expression& least, const std::string& least_name);

/// `{{(width-XWidth){(XSigned != 0) && x_i[XWidth-1]}}, x_i}`: the operand's port extended to
/// `width` bits by its sign, or by zeros.
verilog::Expression extended(const OperandNames& operand, const verilog::Expression& width);

verilog::ModulePort input(const std::string& name,
                          std::optional<verilog::Expression> width = std::nullopt);
verilog::ModulePort output(const std::string& name,
                           std::optional<verilog::Expression> width = std::nullopt);

}  // namespace pann::generator
