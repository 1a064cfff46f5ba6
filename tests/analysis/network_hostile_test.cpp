#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "analysis/network/explore.h"
#include "analysis/network/network.h"
#include "analysis/network_folder.h"
#include "support/diagnostic.h"
#include "support/output.h"

using nlohmann::json;
using pann::tb::NpyType;
using pann::test::OneLayerFolder;
namespace an = pann::analysis;
namespace fs = std::filesystem;

namespace {

using Pointer = json::json_pointer;

const json kNetworkHostileDense{
    {"type", "dense"}, {"in_shape", {4}}, {"out_shape", {3}}, {"activation", nullptr}};

/// The code with which `action` fails; "" where it does not. Every message is free of control
/// characters.
template <class Action>
std::string code_of_network_hostile(Action action) {
  try {
    action();
  } catch (const pann::support::Failure& failure) {
    for (const char letter : std::string(failure.what())) {
      CHECK((static_cast<unsigned char>(letter) >= 0x20 || letter == '\n'));
    }
    return failure.diagnostics().front().code;
  }
  return "";
}

std::string read_code(const OneLayerFolder& folder) {
  return code_of_network_hostile([&] { an::read_network(folder.folder()); });
}

void add_samples(const OneLayerFolder& folder, const std::vector<std::uint64_t>& labels) {
  for (const char* prefix : {"", "val_"}) {
    folder.add(std::string(prefix) + "inputs.npy",
               {NpyType::unsigned_integer, 1, {2, 4}, {1, 2, 3, 4, 5, 6, 7, 8}, {}});
    folder.add(std::string(prefix) + "labels.npy", {NpyType::signed_integer, 8, {2}, labels, {}});
  }
}

std::string explore_code(const OneLayerFolder& folder) {
  return code_of_network_hostile([&] {
    an::explore(an::read_network(folder.folder()), {{24.0}, 3, 3, 0, 1});
  });
}

}  // namespace

TEST_CASE("a network's JSON is bounded in depth and keeps to its folder") {
  OneLayerFolder folder(kNetworkHostileDense, {3, 4}, 3);
  const json good = folder.network;
  const auto code_with = [&](const char* field, const json& value) {
    folder.network = good;
    folder.network[Pointer(field)] = value;
    folder.write();
    return read_code(folder);
  };
  CHECK(code_with("/layers/0/weight", "../a.weight.npy") == "network.field");
  CHECK(code_with("/layers/0/weight", "b/../../a.weight.npy") == "network.field");
  CHECK(code_with("/layers/0/weight", "/etc/passwd") == "network.field");
  CHECK(code_with("/layers/0/weight", "") == "network.field");
  CHECK(code_with("/layers/0/weight", ".") == "network.file");
  CHECK(code_with("/layers/0/name", "a\x1b[2J") == "network.field");
  CHECK(code_with("/name", "\x07") == "network.field");
  CHECK(code_with("/layers/0/type", "\x1b[31m") == "network.field");
  CHECK(code_with("/input/scale", 0.0) == "network.field");
  CHECK(code_with("/input/scale", -1.0) == "network.field");
  const std::string deep(100000, '[');
  pann::support::write_file(folder.folder() / "network.json", deep);
  CHECK(read_code(folder) == "network.json");
  pann::support::write_file(folder.folder() / "network.json", deep + std::string(deep.size(), ']'));
  CHECK(read_code(folder) == "network.json");
  pann::support::write_file(folder.folder() / "network.json", "{\"input\": \"\x1b\xff\"}");
  CHECK(read_code(folder) == "network.json");
}

TEST_CASE("weights with a dimension of 0 and endless lists of layers are refused") {
  OneLayerFolder folder(kNetworkHostileDense, {3, 4}, 3);
  folder.network["layers"][0] = {
      {"name", "a"},        {"type", "conv2d"},  {"in_shape", {2, 2, 1}}, {"stride", {1, 1}},
      {"padding", "VALID"}, {"weight", "c.npy"}, {"bias", "a.bias.npy"}};
  folder.network["input"]["shape"] = {2, 2, 1};
  folder.add("c.npy", {NpyType::floating, 4, {3, 0, 0, 1}, {}, {}});
  folder.write();
  CHECK(read_code(folder) == "network.weights");
  const json layer{{"name", "a"}, {"type", "identity"}};
  folder.network["layers"] = std::vector<json>(10001, layer);
  folder.write();
  CHECK(read_code(folder) == "network.size");
}

TEST_CASE("a FIFO is no file of a network") {
  OneLayerFolder folder(kNetworkHostileDense, {3, 4}, 3);
  add_samples(folder, {0, 1});
  const auto replaced = [&](const char* name) {
    fs::remove(folder.folder() / name);
    REQUIRE(::mkfifo((folder.folder() / name).c_str(), 0600) == 0);
  };
  replaced("labels.npy");
  CHECK(explore_code(folder) == "network.file");
  replaced("a.bias.npy");
  CHECK(read_code(folder) == "network.file");
  replaced("network.json");
  CHECK(read_code(folder) == "network.file");
}

TEST_CASE("tensors that no memory holds are refused before they are made") {
  json wide{{"type", "maxpool"},           {"stride", {1, 1}},
            {"padding", "SAME"},           {"pool_size", {3, 3}},
            {"in_shape", {8192, 8192, 1}}, {"out_shape", {8192, 8192, 1}}};
  OneLayerFolder folder(wide, {}, 0);
  CHECK(read_code(folder) == "");
  json add{{"name", "b"},
           {"type", "add"},
           {"inputs", {"a", "input"}},
           {"in_shape", {8192, 8192, 1}},
           {"out_shape", {8192, 8192, 1}}};
  folder.network["layers"].push_back(add);
  folder.write();
  CHECK(read_code(folder) == "network.size");
  add["in_shape"] = add["out_shape"] = {65536, 65536, 65536};
  folder.network["layers"][1] = add;
  folder.write();
  CHECK(read_code(folder) == "network.field");
}

TEST_CASE("labels that are no classes are refused with the sample") {
  const OneLayerFolder folder(kNetworkHostileDense, {3, 4}, 3);
  add_samples(folder, {0, 2});
  CHECK(explore_code(folder) == "");
  for (const std::uint64_t label : {std::uint64_t{3}, std::uint64_t{1} << 40U, ~std::uint64_t{0}}) {
    add_samples(folder, {0, label});
    CHECK(explore_code(folder) == "network.label");
  }
}

TEST_CASE("a network without multiply-accumulates or without weights is refused by name") {
  const OneLayerFolder none({{"type", "flatten"}, {"in_shape", {4}}, {"out_shape", {4}}}, {}, 0);
  add_samples(none, {0, 1});
  CHECK(explore_code(none) == "network.macs");
  const OneLayerFolder zero(kNetworkHostileDense, {3, 4}, 3);
  add_samples(zero, {0, 1});
  zero.add("a.weight.npy", {NpyType::floating, 8, {3, 4}, {}, std::vector<double>(12, 0.0)});
  CHECK(explore_code(zero) == "network.weights");
  // Weights of one sign are as good as any.
  zero.add("a.weight.npy", {NpyType::floating, 8, {3, 4}, {}, std::vector<double>(12, 0.5)});
  CHECK(explore_code(zero) == "");
  zero.add("a.weight.npy", {NpyType::floating, 8, {3, 4}, {}, std::vector<double>(12, 1e308)});
  CHECK(explore_code(zero) == "network.overflow");
}

TEST_CASE("samples are drawn from the whole set, in order, by seed") {
  const OneLayerFolder folder({{"type", "flatten"}, {"in_shape", {1}}, {"out_shape", {1}}}, {}, 0);
  constexpr std::size_t kSamples = 200;
  std::vector<std::uint64_t> numbers(kSamples);
  for (std::size_t i = 0; i < kSamples; ++i) numbers[i] = i;
  folder.add("inputs.npy", {NpyType::unsigned_integer, 8, {kSamples, 1}, numbers, {}});
  folder.add(
      "labels.npy",
      {NpyType::unsigned_integer, 1, {kSamples}, std::vector<std::uint64_t>(kSamples, 0), {}});
  const an::Network network = an::read_network(folder.folder());
  const auto drawn = [&](std::uint64_t seed) {
    return an::read_dataset(network, an::Split::test, {50, seed}).inputs;
  };
  const std::vector<double> first = drawn(1);
  CHECK(first.size() == 50);
  CHECK(std::is_sorted(first.begin(), first.end()));
  CHECK(std::adjacent_find(first.begin(), first.end()) == first.end());
  CHECK(drawn(1) == drawn(1));
  CHECK(drawn(1) != drawn(2));
  CHECK(drawn(1).back() > 0.5 * 150);  // Values are scaled by 0.5.
  CHECK(an::read_dataset(network, an::Split::test, {0, 7}).samples() == kSamples);
}
