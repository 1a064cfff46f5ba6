#include "generator/arith/heap_wiring.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "support/diagnostic.h"
#include "support/hash.h"

namespace pann::generator {

using verilog::Expression;
using verilog::GenerateIf;
using verilog::Instance;
using verilog::Item;
using verilog::Items;
using verilog::Module;
using verilog::Net;

namespace {

[[noreturn]] void fail_design(const std::string& what) {
  support::fail_input("wiring.design", what,
                      "give the KIND and options that the wiring was found for");
}

[[noreturn]] void fail_text(const std::string& file, const std::string& what) {
  support::fail_input("wiring.text", fmt::format("'{}' holds no wiring: {}", file, what),
                      "a wiring.json is written by pann gen --optimize energy");
}

/// The block of a generate-if that is always taken, by its name; null where there is none.
Items* find_block(Module& module, const std::string& name) {
  for (Item& item : module.items) {
    auto* choice = std::get_if<GenerateIf>(&item.value);
    if (choice != nullptr && choice->branches.front().name == name) {
      return &choice->branches.front().items;
    }
  }
  return nullptr;
}

/// What drives each slot of a block: "u_add0.a_i" to the connected expression.
std::map<std::string, Expression*> slots_of(Items& block) {
  std::map<std::string, Expression*> slots;
  for (Item& item : block) {
    auto* instance = std::get_if<Instance>(&item.value);
    if (instance == nullptr) continue;
    for (auto& [port, value] : instance->ports) slots[instance->name + '.' + port] = &value;
  }
  return slots;
}

/// A compressor may now stand before the one that drives its bit: the nets come first.
void put_nets_first(Items& block) {
  std::stable_partition(block.begin(), block.end(),
                        [](const Item& item) { return std::holds_alternative<Net>(item.value); });
}

void rewire_column(Module& module, const ColumnWiring& column) {
  Items* block = find_block(module, column.block);
  if (block == nullptr) fail_design(fmt::format("the design has no block {}", column.block));
  const auto slots = slots_of(*block);
  std::vector<Expression*> places;
  for (const std::string& slot : column.slots) {
    const auto place = slots.find(slot);
    if (place == slots.end()) {
      fail_design(fmt::format("block {} of the design has no {}", column.block, slot));
    }
    places.push_back(place->second);
  }
  std::vector<Expression> before;
  for (const Expression* place : places) before.push_back(*place);
  for (std::size_t i = 0; i < places.size(); ++i) *places[i] = before[column.source[i]];
  put_nets_first(*block);
}

void rename_instances(Items& items, const std::string& from, const std::string& to) {
  for (Item& item : items) {
    if (auto* instance = std::get_if<Instance>(&item.value)) {
      if (instance->module == from) instance->module = to;
    } else if (auto* choice = std::get_if<GenerateIf>(&item.value)) {
      for (auto& branch : choice->branches) rename_instances(branch.items, from, to);
    }
  }
}

bool is_permutation(std::vector<std::size_t> source) {
  std::vector<std::size_t> all(source.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::sort(source.begin(), source.end());
  return source == all;
}

}  // namespace

std::size_t moved_bits(const HeapWiring& wiring) {
  std::size_t moved = 0;
  for (const ColumnWiring& column : wiring) {
    for (std::size_t i = 0; i < column.source.size(); ++i) moved += column.source[i] == i ? 0 : 1;
  }
  return moved;
}

std::string wiring_name(const HeapWiring& wiring) {
  constexpr std::size_t kDigits = 8;
  const std::string text = to_json_text(wiring);
  return support::content_hash({text}).substr(0, kDigits);
}

std::string to_json_text(const HeapWiring& wiring) {
  nlohmann::ordered_json columns = nlohmann::ordered_json::array();
  for (const ColumnWiring& column : wiring) {
    columns.push_back(
        {{"block", column.block}, {"slots", column.slots}, {"source", column.source}});
  }
  return nlohmann::ordered_json{{"columns", columns}}.dump() + "\n";
}

HeapWiring wiring_from_json(std::string_view text, const std::string& file) {
  HeapWiring wiring;
  try {
    const auto json = nlohmann::json::parse(text);
    for (const auto& column : json.at("columns")) {
      wiring.push_back({column.at("block").get<std::string>(),
                        column.at("slots").get<std::vector<std::string>>(),
                        column.at("source").get<std::vector<std::size_t>>()});
    }
  } catch (const nlohmann::json::exception& fault) {
    fail_text(file, fault.what());
  }
  for (const ColumnWiring& column : wiring) {
    if (column.slots.size() != column.source.size() || !is_permutation(column.source)) {
      fail_text(file,
                fmt::format("the sources of {} are no permutation of its slots", column.block));
    }
  }
  return wiring;
}

void rewire(std::vector<Module>& modules, const HeapWiring& wiring, const std::string& note) {
  if (wiring.empty()) return;
  const auto heap = std::find_if(modules.begin(), modules.end(), [&](Module& module) {
    return find_block(module, wiring.front().block) != nullptr;
  });
  if (heap == modules.end()) fail_design("the design has no bit heap with compressors");
  for (const ColumnWiring& column : wiring) rewire_column(*heap, column);
  const std::string before = heap->name;
  heap->name += "_wired_" + wiring_name(wiring);
  heap->header.purpose += "\n\n" + note;
  for (Module& module : modules) rename_instances(module.items, before, heap->name);
}

}  // namespace pann::generator
