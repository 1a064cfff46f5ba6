#include "analysis/sweep/spec/spec.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/sweep/spec/ranges.h"
#include "support/closest_word.h"
#include "support/diagnostic.h"

namespace pann::analysis {

namespace {

constexpr std::array<const char*, 5> kTopNames{"title", "fields", "zip", "where", "parts"};
constexpr std::uint64_t kTooMany = std::numeric_limits<std::uint64_t>::max();

std::uint64_t times(std::uint64_t left, std::uint64_t right) {
  return right != 0 && left > kTooMany / right ? kTooMany : left * right;
}

std::uint64_t plus(std::uint64_t left, std::uint64_t right) {
  return left > kTooMany - right ? kTooMany : left + right;
}

class SpecReader {
 public:
  explicit SpecReader(const Document& document) : document_(document) {}

  SweepSpec read() {
    SweepSpec spec;
    spec.text = document_.text;
    const DocumentNode& root = document_.root;
    if (!require_map(root, "a specification")) return finish(std::move(spec));
    check_names(root, {kTopNames.begin(), kTopNames.end()});
    if (const DocumentNode* title = root.find("title")) spec.title = text_of(title->value);
    const SweepPart common = read_part(root);
    const DocumentNode* parts = root.find("parts");
    if (parts == nullptr) {
      add(spec, common, root);
    } else {
      for (const DocumentNode& node : items_of(*parts, "parts")) add_part(spec, common, node);
      if (parts->items.empty()) fault("sweep.empty", *parts, "'parts' has no entry");
    }
    return finish(std::move(spec));
  }

 private:
  void fault(const char* code, const DocumentNode& node, std::string message,
             std::string hint = "") {
    faults_.push_back({code, std::move(message), std::move(hint), document_.at(node)});
  }

  SweepSpec finish(SweepSpec spec) {
    support::throw_if_any(std::move(faults_));
    return spec;
  }

  bool require_map(const DocumentNode& node, const std::string& what) {
    if (node.type == DocumentNode::Type::map) return true;
    fault("sweep.syntax", node, fmt::format("{} must hold names with values", what),
          "e.g. 'fields:' with a line 'x_width: [4, 8]' below it");
    return false;
  }

  std::vector<DocumentNode> items_of(const DocumentNode& node, const std::string& what) {
    if (node.type == DocumentNode::Type::list) return node.items;
    fault("sweep.syntax", node, fmt::format("'{}' must be a list", what));
    return {};
  }

  void check_names(const DocumentNode& node, const std::vector<std::string>& legal) {
    for (const auto& [name, entry] : node.entries) {
      if (std::find(legal.begin(), legal.end(), name) == legal.end()) unknown(name, entry, legal);
    }
  }

  void unknown(const std::string& name, const DocumentNode& node,
               const std::vector<std::string>& legal) {
    const std::string closest = support::closest_word(name, legal);
    fault("sweep.field", node,
          find_point_field(name) != nullptr ? fmt::format("'{}' belongs below 'fields'", name)
                                            : fmt::format("there is no field '{}'", name),
          closest.empty() ? fmt::format("there are {}", fmt::join(legal, ", "))
                          : fmt::format("did you mean {}?", closest));
  }

  void add_part(SweepSpec& spec, const SweepPart& common, const DocumentNode& node) {
    if (!require_map(node, "a part")) return;
    check_names(node, {"fields", "zip", "where"});
    const SweepPart own = read_part(node);
    SweepPart part;
    // What a part says of a field goes before what all parts have.
    for (const SweepAxis& axis : common.axes) {
      if (!shares_field(axis, own.axes)) part.axes.push_back(axis);
    }
    part.axes.insert(part.axes.end(), own.axes.begin(), own.axes.end());
    part.conditions = common.conditions;
    part.conditions.insert(part.conditions.end(), own.conditions.begin(), own.conditions.end());
    add(spec, std::move(part), node);
  }

  static bool shares_field(const SweepAxis& axis, const std::vector<SweepAxis>& axes) {
    return std::any_of(axes.begin(), axes.end(), [&](const SweepAxis& other) {
      return std::any_of(other.fields.begin(), other.fields.end(), [&](const std::string& field) {
        return std::find(axis.fields.begin(), axis.fields.end(), field) != axis.fields.end();
      });
    });
  }

  void add(SweepSpec& spec, SweepPart part, const DocumentNode& node) {
    std::set<std::string> seen;
    for (const SweepAxis& axis : part.axes) {
      for (const std::string& field : axis.fields) {
        if (!seen.insert(field).second)
          fault("sweep.zip", node, fmt::format("'{}' has values in two places", field));
      }
    }
    if (!seen.contains("kind")) {
      fault("sweep.empty", node, "no 'kind' says what units to sweep", "e.g. 'kind: mac'");
    }
    spec.parts.push_back(std::move(part));
  }

  SweepPart read_part(const DocumentNode& node) {
    SweepPart part;
    if (const DocumentNode* fields = node.find("fields")) {
      if (require_map(*fields, "'fields'")) {
        for (const auto& [name, values] : fields->entries) {
          if (auto axis = read_axis(name, values)) part.axes.push_back(std::move(*axis));
        }
      }
    }
    if (const DocumentNode* zips = node.find("zip")) add_zips(*zips, part);
    if (const DocumentNode* where = node.find("where")) add_conditions(*where, part);
    return part;
  }

  void add_zips(const DocumentNode& node, SweepPart& part) {
    if (node.type == DocumentNode::Type::map) {
      add_zip(node, part);
      return;
    }
    for (const DocumentNode& zip : items_of(node, "zip")) {
      if (require_map(zip, "a zip")) add_zip(zip, part);
    }
  }

  void add_zip(const DocumentNode& node, SweepPart& part) {
    SweepAxis axis;
    for (const auto& [name, values] : node.entries) {
      const auto one = read_axis(name, values);
      if (!one) return;
      if (axis.fields.empty()) axis.rows.resize(one->rows.size());
      if (axis.rows.size() != one->rows.size()) {
        fault("sweep.zip", values,
              fmt::format("'{}' has {} values, the zip's first field {}", name, one->rows.size(),
                          axis.rows.size()),
              "fields of a zip move together: give them as many values each");
        return;
      }
      axis.fields.push_back(name);
      for (std::size_t i = 0; i < axis.rows.size(); ++i)
        axis.rows[i].push_back(one->rows[i].front());
    }
    if (!axis.fields.empty()) part.axes.push_back(std::move(axis));
  }

  std::optional<SweepAxis> read_axis(const std::string& name, const DocumentNode& node) {
    const PointField* field = find_point_field(name);
    if (field == nullptr) {
      unknown(name, node, point_field_names());
      return std::nullopt;
    }
    SweepAxis axis{{name}, {}};
    std::string range_fault;
    for (FieldValue& value : axis_values(node, range_fault)) {
      if (name == "stimulus") value = beside_file(value);
      SweepPoint scratch;
      if (!field->set(scratch, value)) {
        fault("sweep.value", node,
              fmt::format("{}: {} is no legal value: legal are {}", name, text_of(value),
                          field->legal));
        return std::nullopt;
      }
      axis.rows.push_back({value});
    }
    if (!range_fault.empty()) {
      fault("sweep.range", node, fmt::format("{}: {}", name, range_fault),
            "ranges read {from: 2, to: 8}, with 'step: 2' or 'times: 2' where wanted");
      return std::nullopt;
    }
    if (axis.rows.empty()) {
      fault("sweep.empty", node, fmt::format("'{}' has no value: the product is empty", name),
            "give it a value, or take it out");
      return std::nullopt;
    }
    return axis;
  }

  /// Files of operands are named as they lie from the specification.
  FieldValue beside_file(const FieldValue& value) const {
    const std::string text = text_of(value);
    if (!std::holds_alternative<std::string>(value) || tb::distribution_from_name(text))
      return value;
    const std::filesystem::path folder = std::filesystem::path(document_.file).parent_path();
    return std::filesystem::absolute(folder / text).lexically_normal().string();
  }

  void add_conditions(const DocumentNode& node, SweepPart& part) {
    std::vector<DocumentNode> nodes{node};
    if (node.type == DocumentNode::Type::list) nodes = node.items;
    ConditionNames names{point_field_names(),
                         [](const std::string& name) { return find_point_field(name)->words; }};
    for (const DocumentNode& one : nodes) {
      try {
        part.conditions.emplace_back(text_of(one.value), names, "where");
      } catch (const support::Failure& failure) {
        for (support::Diagnostic diagnostic : failure.diagnostics()) {
          diagnostic.location = document_.at(one);
          faults_.push_back(std::move(diagnostic));
        }
      }
    }
  }

  const Document& document_;
  std::vector<support::Diagnostic> faults_;
};

}  // namespace

std::uint64_t SweepPart::combinations() const {
  std::uint64_t count = 1;
  for (const SweepAxis& axis : axes) count = times(count, axis.rows.size());
  return count;
}

std::uint64_t SweepSpec::combinations() const {
  std::uint64_t count = 0;
  for (const SweepPart& part : parts) count = plus(count, part.combinations());
  return count;
}

SweepSpec parse_sweep_spec(const Document& document) {
  return SpecReader(document).read();
}

SweepSpec read_sweep_spec(const std::filesystem::path& path) {
  return parse_sweep_spec(read_document(path));
}

}  // namespace pann::analysis
