#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/diagnostic.h"
#include "synth/liberty/source.h"

namespace pann::synth {

/// The syntax of Liberty as it stands in a file, before any meaning: groups, simple attributes
/// (`name : value ;`) and complex ones (`name (value, ...) ;`), each with its line. All text points
/// into the source.

struct LibertyValue {
  std::string_view text;  ///< Without quotation marks; line continuations are still in it.
  bool quoted = false;
};

struct LibertyAttribute {
  std::string_view name;
  std::vector<LibertyValue> values;  ///< One for a simple attribute.
  bool complex = false;
  std::uint32_t line = 0;
};

struct LibertyGroup {
  std::string_view type;                ///< "cell", "pin", "timing", ...
  std::vector<LibertyValue> arguments;  ///< What stands between the parentheses.
  std::vector<LibertyAttribute> attributes;
  std::vector<LibertyGroup> groups;
  std::uint32_t line = 0;

  /// The last attribute with that name (later ones win, as in other tools), or null.
  const LibertyAttribute* find(std::string_view name) const;
  /// The text of a simple attribute; empty where there is none.
  std::string_view text(std::string_view name) const;
  /// The first argument; empty where there is none.
  std::string_view argument() const;
};

/// A parsed file: the source and its one top group, `library`.
struct LibertyTree {
  std::shared_ptr<const LibertySource> source;
  LibertyGroup library;
};

/// Parses one file. Comments, line continuation, unquoted values, a missing semicolon at a line's
/// end and `define` are taken as other tools take them.
///
/// Throws Failure(user_error): "liberty.syntax" with file and line for anything else, a file that
/// ends too early included; "liberty.include" for `include_file`, which is not followed;
/// "liberty.no-library" where no library group begins.
LibertyTree parse_liberty(LibertySource source);

/// Throws Failure(user_error) with one diagnostic at a line of `source`.
[[noreturn]] void fail_at(const LibertySource& source, std::uint32_t line, std::string code,
                          std::string message, std::string hint = {});

/// The finite number that `text` holds, line continuations and blanks aside; nothing for anything
/// else, infinities included.
std::optional<double> liberty_number(std::string_view text);

/// Appends the numbers of a list such as "1.0, 2.0 3e-1" to `numbers`; false where one is not a
/// number, whose text is then in `culprit`.
bool append_numbers(std::string_view list, std::vector<double>& numbers, std::string& culprit);

}  // namespace pann::synth
