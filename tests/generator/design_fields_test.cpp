#include "generator/design_fields.h"

#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "generator/design_json.h"
#include "made_up_field.h"
#include "paths.h"
#include "support/diagnostic.h"
#include "support/input.h"

using namespace pann::generator;
using pann::test::MadeUpField;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Messages of the faults that the options meet.
std::vector<std::string> refused(Kind kind, const std::vector<GivenOption>& given,
                                 const DesignFields& fields = design_fields()) {
  std::vector<std::string> messages;
  try {
    design_from_options(kind, given, fields);
  } catch (const pann::support::Failure& failure) {
    for (const auto& fault : failure.diagnostics()) {
      messages.push_back(fault.message + " [" + fault.code + "]");
    }
  }
  return messages;
}

}  // namespace

TEST_CASE("a field added to the table is in options, JSON, validation, keys, titles and manual") {
  MadeUpField made_up;
  const DesignFields& fields = made_up.fields();
  const DesignField& field = fields.back();

  DesignSpec spec = design_from_options(Kind::mac, {{"colour", "green"}}, fields);
  CHECK(made_up.value() == 1);
  CHECK(contains(key_of(spec, fields), " colour=green"));
  CHECK(contains(title_of(spec, fields), ", colour green"));
  CHECK(to_json(spec, fields).at("colour") == "green");
  CHECK(applicable_json(spec, fields).at("colour") == "green");
  CHECK(option_help(field) ==
        "Of the chip: black (as usual, the default), green; with --multiplier booth4, booth2; for "
        "mac");
  CHECK(contains(fields_markdown(fields),
                 "| `--colour` | `colour` | black, green (black) | mac, with `multiplier` booth4, "
                 "booth2 | Of the chip |\n"));

  made_up.reset();
  CHECK(contains(key_of(spec, fields), " colour=black"));
  CHECK_FALSE(contains(title_of(spec, fields), "colour"));
  const auto json = nlohmann::ordered_json::parse(R"({"kind": "mac", "colour": "green"})");
  std::string faults;
  const JsonFault note = [&](const std::string& code, const std::string& path,
                             const std::string& what) { faults += code + path + what; };
  design_from_json(json, "$", note, fields);
  CHECK(faults.empty());
  CHECK(made_up.value() == 1);

  CHECK(refused(Kind::mac, {{"colour", "red"}}, fields) ==
        std::vector<std::string>{"--colour red: legal are black, green [design.colour]"});
  CHECK(refused(Kind::adder, {{"colour", "green"}}, fields) ==
        std::vector<std::string>{"--colour means nothing for the kind adder [design.unused]"});
  made_up.reset();
  CHECK(refused(Kind::mac, {{"multiplier", "array"}, {"colour", "green"}}, fields) ==
        std::vector<std::string>{"--colour means nothing with --multiplier array: it goes with "
                                 "booth4, booth2 [design.unused]"});
  // In a spec that came another way, too.
  spec.kind = Kind::adder;
  REQUIRE(validate(spec, fields).size() == 1);
  CHECK(validate(spec, fields)[0].code == "design.unused");
  CHECK(validate(spec).empty());
}

TEST_CASE("every field changes the key of a design, and its JSON reads back") {
  std::set<std::string> keys{key_of(DesignSpec{})};
  for (const DesignField& field : design_fields()) {
    DesignSpec spec;
    if (field.type == FieldType::list) {
      field.set_list(spec, {field.minimum, field.maximum});
    } else {
      field.set(spec, field.type == FieldType::integer ? field.default_value + 1
                                                       : (field.default_value == 0 ? 1 : 0));
    }
    CAPTURE(field.name);
    CHECK(keys.insert(key_of(spec)).second);
    CHECK_FALSE(spec == DesignSpec{});
    if (!validate(spec).empty()) continue;
    const JsonFault none = [](const std::string&, const std::string& path, const std::string&) {
      FAIL(path);
    };
    CHECK(design_from_json(to_json(spec), "$", none) == spec);
  }
  CHECK(keys.size() == design_fields().size() + 1);
}

TEST_CASE("titles name what a unit is") {
  CHECK(title_of(DesignSpec{}) ==
        "mac booth4, x 8 bits signed, w 8 bits signed, accumulator 32 bits");
  CHECK(title_of({.kind = Kind::pann_mac,
                  .x_signed = false,
                  .sequencer = Sequencer::local,
                  .bias = true}) ==
        "pann_mac local, x 8 bits unsigned, w 8 bits signed, accumulator 32 bits, bias");
  CHECK(title_of({.kind = Kind::adder, .x_width = 5}) == "adder, x 5 bits signed");
  CHECK(title_of(
            {.kind = Kind::multiplier, .multiplier = Architecture::array, .recode = Operand::x}) ==
        "multiplier array, x 8 bits signed, w 8 bits signed, x recoded");
}

TEST_CASE("all faults of options come at once, each once") {
  CHECK(refused(Kind::multiplier, {{"x-width", "eight"},
                                   {"w-width", "65"},
                                   {"recode", "y"},
                                   {"bias"},
                                   {"colour", "1"},
                                   {"unsigned"},
                                   {"signed"}}) ==
        std::vector<std::string>{"--x-width eight: legal are 2 to 64 [design.x-width]",
                                 "--recode y: legal are x, w [design.recode]",
                                 "--colour is no option of a design [design.option]",
                                 "--unsigned and --signed contradict each other [design.conflict]",
                                 "--unsigned and --signed contradict each other [design.conflict]",
                                 "--bias means nothing for the kind multiplier [design.unused]",
                                 "--w-width 65: legal are 2 to 64 [design.w-width]"});
}

TEST_CASE("the manual's table of options is the program's") {
  const std::string page =
      pann::support::read_file(std::string(pann::test::kSourceDirectory) + "/docs/rtl.md");
  CHECK_MESSAGE(contains(page, fields_markdown()), "docs/rtl.md needs:\n" << fields_markdown());
}
