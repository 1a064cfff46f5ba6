#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "generator/design_spec.h"

namespace pann::generator {

enum class FieldType {
  choice,   ///< One of the field's choices, by name.
  integer,  ///< minimum to maximum.
  flag,     ///< 0 or 1; the option, which takes no value, gives the other one than the default.
  list,     ///< Several numbers from minimum to maximum, with commas between; none by default.
};

/// One value of a field: its number is its place in the field's list.
struct Choice {
  std::string_view name;
  std::string_view help{};   ///< In a few words; where it is not offered, the way out.
  bool offered = true;       ///< Whether the generator emits it.
  bool in_manifests = true;  ///< Whether a manifest written by hand may hold it.
};

/// How a multiplier is built that somebody else wrote: what a manifest without `multiplier` has (a
/// dot: without `partial_products`). No value of the enumeration, so that the generator's tables of
/// builders need none for it.
inline constexpr Architecture kUnknownStructure = static_cast<Architecture>(4);

/// Whether nothing is known of how the unit multiplies.
inline bool is_unknown_structure(const DesignSpec& spec) {
  return spec.multiplier == kUnknownStructure;
}

/// Where a field has a meaning beside its kinds: another field has one of these values.
struct FieldCondition {
  std::string_view field;
  std::vector<std::string_view> values;
  std::vector<Kind> except{};  ///< Kinds for which it does not matter.
};

/// One field of a DesignSpec, and all that the program knows of it: the command line, JSON,
/// messages of validation, keys of caches, titles and the manual come from here.
struct DesignField {
  std::string_view name;    ///< In JSON, e.g. "x_width".
  std::string_view option;  ///< Without dashes, e.g. "x-width"; that of `kind` is positional.
  FieldType type = FieldType::integer;
  std::string_view help;
  std::vector<Choice> choices{};  ///< Of a choice; of a flag the words for 0 and 1, or none.
  int minimum = 0;
  int maximum = 0;
  std::vector<Kind> kinds{};  ///< The kinds that have the field; empty: all.
  std::optional<FieldCondition> with{};
  /// In a title, {name} standing for the value of a field; empty: ", NAME VALUE". Those that begin
  /// with a space follow the kind, before the others.
  std::string_view title{};
  bool always_in_title = false;  ///< Also where it has its default.
  /// A detail of how the unit multiplies: nobody is told of it where the structure is not known.
  bool is_structure = false;
  /// A value where the field has no meaning is passed over, as manifests always had it; else it is
  /// a fault.
  bool ignored_elsewhere = false;
  int default_value = 0;
  std::function<int(const DesignSpec&)> get{};
  std::function<void(DesignSpec&, int)> set{};
  std::function<std::vector<int>(const DesignSpec&)> get_list{};  ///< Of a list, and only of it.
  std::function<void(DesignSpec&, const std::vector<int>&)> set_list{};
};

using DesignFields = std::vector<DesignField>;

/// All fields, in the order of the manifest. A field that is missing here does not compile.
const DesignFields& design_fields();

/// An option that sets several fields.
struct DesignShorthand {
  std::string_view option;
  std::string_view help;
  std::vector<std::string_view> fields;
  int value = 0;
};
const std::vector<DesignShorthand>& design_shorthands();

/// The field of that name; null where there is none.
const DesignField* find_field(const DesignFields& fields, std::string_view name);

/// Whether the field has a meaning for a design like `spec`.
bool applies(const DesignField& field, const DesignSpec& spec,
             const DesignFields& fields = design_fields());

/// "mac", "8", "true": a value as the command line, keys and tables spell it.
std::string value_text(const DesignField& field, int value);
std::string value_text(const DesignField& field, const DesignSpec& spec);

/// Whether the field has its default.
bool is_default(const DesignField& field, const DesignSpec& spec);

/// "booth4, booth2, array", "2 to 64", "true, false": what is legal and offered.
std::string legal_values(const DesignField& field);

/// The help of the field's option: what it is, legal values, default, kinds.
std::string option_help(const DesignField& field);

/// The field's value from its text; nothing for any other text, and for numbers beyond int.
std::optional<int> value_from_text(const DesignField& field, std::string_view text);

/// The same for a list: "4,3,3"; nothing for text that is none, or longer than the field holds.
std::optional<std::vector<int>> list_from_text(std::string_view text);

/// What the text of an option or of JSON is told where it is none of the values.
support::Diagnostic value_fault(const DesignField& field, std::string_view text);

/// "kind=mac multiplier=booth4 x_width=8 ...": every field, so that two designs that differ in any
/// have different keys. What caches and tables of results know a design by.
std::string key_of(const DesignSpec& spec, const DesignFields& fields = design_fields());

/// "mac booth4, x 8 bits unsigned, w 8 bits signed, accumulator 32 bits": for people.
std::string title_of(const DesignSpec& spec, const DesignFields& fields = design_fields());

/// The table of all options of a design as Markdown: what docs/rtl.md shows.
std::string fields_markdown(const DesignFields& fields = design_fields());

/// An option as given; no value for a flag.
struct GivenOption {
  std::string option;
  std::optional<std::string> value{};
};

/// The design that the options mean, valid. Throws Failure(user_error) with every fault:
/// "design.unused" for options that mean nothing for the kind, "design.conflict" for two that
/// contradict each other, "design.OPTION" for values that are none, and those of validate().
DesignSpec design_from_options(Kind kind, const std::vector<GivenOption>& given,
                               const DesignFields& fields = design_fields());

/// validate() by another table.
std::vector<support::Diagnostic> validate(const DesignSpec& spec, const DesignFields& fields);

}  // namespace pann::generator
