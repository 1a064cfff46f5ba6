#pragma once

#include <string>
#include <utility>
#include <vector>

namespace pann::generator {

/// Words of the design that the paper counts together (docs/measuring.md): its toggles are those of
/// every bit of every signal whose name, below the top module, matches one of the
/// patterns (support/name_pattern.h). A name matched twice counts once.
struct ElementGroup {
  std::string name;  ///< E.g. "multiplier_operands".
  std::vector<std::string> patterns;
};
using ElementGroups = std::vector<ElementGroup>;

/// Adds patterns to the group of that name, which comes into being at the end; those that are there
/// are not added again.
void count_as(ElementGroups& groups, const std::string& name,
              const std::vector<std::string>& patterns);

/// Which groups of an inner module its user counts, and as what.
using Renaming = std::vector<std::pair<std::string, std::string>>;

/// Adds the groups of an instance, whose names are below `prefix` ("u_multiplier.").
void count_instance(ElementGroups& groups, const ElementGroups& inner, const std::string& prefix);
/// The same under other names; groups that `as` lacks are not counted.
void count_instance(ElementGroups& groups, const ElementGroups& inner, const std::string& prefix,
                    const Renaming& as);

/// "acc_q" below "u_adder." is "u_adder.acc_q".
std::vector<std::string> below(const std::string& prefix, const std::vector<std::string>& names);

}  // namespace pann::generator
