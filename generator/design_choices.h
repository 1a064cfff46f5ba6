#pragma once

#include <vector>

#include "generator/design_fields.h"

namespace pann::generator {

/// The values of the fields of a design that are choices, in the order of their enumerations.
const std::vector<Choice>& kind_choices();
const std::vector<Choice>& architecture_choices();
const std::vector<Choice>& partial_product_choices();
const std::vector<Choice>& reduction_choices();
const std::vector<Choice>& final_adder_choices();
const std::vector<Choice>& accumulation_choices();
const std::vector<Choice>& dataflow_choices();
const std::vector<Choice>& reset_choices();
const std::vector<Choice>& plane_choices();
const std::vector<Choice>& fetch_choices();
const std::vector<Choice>& operand_choices();
const std::vector<Choice>& sequencer_choices();
const std::vector<Choice>& sign_choices();

}  // namespace pann::generator
