#include "generator/design_choices.h"

namespace pann::generator {

const std::vector<Choice>& kind_choices() {
  static const std::vector<Choice> choices{
      {"multiplier", "product of x and w"},
      {"adder", "ripple adder of two words of x's width"},
      {"accumulator", "adds x to its register"},
      {"mac", "multiplier and accumulator"},
      {"split_mac", "|w| times x into one of two accumulators"},
      {"pann_mac", "x added |w| times: no multiplier"},
      {"dot", "lanes of x times w, added up"},
      {"pann_dot", "lanes that add x times a power of two, for the digits of weights"},
      {"sad_mac", "adds |x - w|: AdderNet"},
      {"shift_mac", "adds x 2^shift, w being sign and shift: DeepShift, ShiftAddNet"},
      {"mac_array", "rows by columns of MACs that hand their operands on"},
      {"pann_array", "the lanes of a pann_dot for several positions, with one control"},
      {"other", "any ports: of a manifest written by hand", false}};
  return choices;
}

/// The last one is kUnknownStructure.
const std::vector<Choice>& architecture_choices() {
  static const std::vector<Choice> choices{
      {"booth4", "radix-4 Booth"},
      {"booth2", "radix-2 Booth"},
      {"array", "long multiplication"},
      {"heap", "bit heap: smaller, faster or lower in energy, of fixed widths"},
      {"other", "structure not known: of a manifest written by hand", false}};
  return choices;
}

const std::vector<Choice>& partial_product_choices() {
  static const std::vector<Choice> choices{{"and", "one bit a pair of operand bits"},
                                           {"booth4", "radix-4 Booth"},
                                           {"booth2", "radix-2 Booth"}};
  return choices;
}

const std::vector<Choice>& reduction_choices() {
  static const std::vector<Choice> choices{{"arrival", "the earliest bits first"},
                                           {"wallace", "all that three bits can be taken from"},
                                           {"dadda", "as few compressors as will do"},
                                           {"4to2", "two full adders a compressor"},
                                           {"rows", "one partial product after the other"}};
  return choices;
}

const std::vector<Choice>& final_adder_choices() {
  static const std::vector<Choice> choices{
      {"ripple"}, {"carry-select"}, {"brent-kung"}, {"sklansky"}, {"kogge-stone"}};
  return choices;
}

const std::vector<Choice>& accumulation_choices() {
  static const std::vector<Choice> choices{{"separate", "an adder behind the multiplier"},
                                           {"fused", "a row of the heap"},
                                           {"carry-save", "two rows of the heap, added at acc_o"}};
  return choices;
}

const std::vector<Choice>& dataflow_choices() {
  static const std::vector<Choice> choices{
      {"output-stationary", "each element keeps its sum; x passes to the right, w down"},
      {"weight-stationary", "each element keeps its w; x passes to the right, sums down"}};
  return choices;
}

const std::vector<Choice>& plane_choices() {
  static const std::vector<Choice> choices{
      {"signed-digit", "digits -1, 0, +1, no two neighbours other than 0"},
      {"binary", "the bits of |w|"},
      {"repetition", "x is added |w| times"}};
  return choices;
}

const std::vector<Choice>& fetch_choices() {
  static const std::vector<Choice> choices{
      {"external", "a word a lane in every cycle"},
      {"index", "a window of x in registers; an index tells each lane its word"}};
  return choices;
}

const std::vector<Choice>& reset_choices() {
  static const std::vector<Choice> choices{
      {"sync", "at the clock's edge"}, {"async", "at once"}, {"none", "no port rst_ni"}};
  return choices;
}

const std::vector<Choice>& operand_choices() {
  static const std::vector<Choice> choices{{"x"}, {"w"}};
  return choices;
}

const std::vector<Choice>& sequencer_choices() {
  static const std::vector<Choice> choices{
      {"external", "outside"},
      {"local", "in the unit"},
      {"shared", "count outside (external), where one count can serve every unit on the same x",
       false, false}};
  return choices;
}

const std::vector<Choice>& sign_choices() {
  static const std::vector<Choice> choices{{"unsigned"}, {"signed"}};
  return choices;
}

}  // namespace pann::generator
