#pragma once

#include <string>
#include <vector>

#include "cli/options/command.h"

namespace pann::cli {

/// Stores what was given for an option in its target. Throws Failure(user_error, "option.value")
/// naming the option, the value and what is legal, for a text that is no value of its type and for
/// one that is not legal.
void store(const Option& option, const std::vector<std::string>& given);

/// What the target of an option holds, as the help shows it: "8", "[2,4]"; empty: nothing.
std::string text_of(const Option& option);

/// What the help calls an option's value: its own name, or after its type INT, UINT, FLOAT, TEXT,
/// and what is legal; empty for a flag.
std::string value_words(const Option& option);

}  // namespace pann::cli
