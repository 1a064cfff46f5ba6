#pragma once

#include <string>

#include "synth/liberty/expression.h"

namespace pann::synth {

/// A name as Verilog writes it: escaped where it is no plain identifier.
std::string verilog_name(const std::string& name);

/// A function of pins as a Verilog expression.
std::string verilog_expression(const BooleanExpression& expression);

/// The same function, written so that simulators evaluate a change of one pin in one step: a pin
/// that the function names several times selects between what is left for 0 and for 1, so that no
/// pulse of no length arises between the branches that it leads to.
std::string hazard_free_expression(const BooleanExpression& expression);

}  // namespace pann::synth
