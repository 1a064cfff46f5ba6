#include "flow/optimize/search_state.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "support/diagnostic.h"
#include "support/input.h"
#include "support/output.h"

namespace pann::flow {

namespace {

constexpr const char* kSchema = "pann.search";

nlohmann::ordered_json columns_of(const HeapWiring& wiring) {
  return nlohmann::ordered_json::parse(generator::to_json_text(wiring));
}

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what) {
  support::fail_input("optimize.state",
                      fmt::format("'{}' cannot be gone on with: {}", file.string(), what),
                      "remove it, or name another file");
}

}  // namespace

void write_state(const WiringSearch& state, const std::string& key,
                 const std::filesystem::path& file) {
  const nlohmann::ordered_json json{{"schema", kSchema},
                                    {"version", 1},
                                    {"key", key},
                                    {"seed", state.seed},
                                    {"effort", state.effort},
                                    {"evaluated", state.evaluated},
                                    {"start_fj", state.start_fj},
                                    {"current_fj", state.current_fj},
                                    {"best_fj", state.best_fj},
                                    {"current", columns_of(state.current)},
                                    {"best", columns_of(state.best)}};
  support::write_file(file, json.dump(2) + "\n");
}

void read_state(const std::filesystem::path& file, const std::string& key, WiringSearch& state) {
  if (!std::filesystem::exists(file)) return;
  try {
    const auto json = nlohmann::ordered_json::parse(support::read_file(file));
    if (json.at("schema") != kSchema) fail(file, "it holds something else");
    if (json.at("key") != key) {
      fail(file, "it is of another design, library, mapper, stimulus, seed or effort");
    }
    state.evaluated = json.at("evaluated").get<std::uint64_t>();
    state.current_fj = json.at("current_fj").get<double>();
    state.best_fj = json.at("best_fj").get<double>();
    state.current = generator::wiring_from_json(json.at("current").dump(), file.string());
    state.best = generator::wiring_from_json(json.at("best").dump(), file.string());
  } catch (const nlohmann::json::exception& fault) {
    fail(file, fault.what());
  }
}

}  // namespace pann::flow
