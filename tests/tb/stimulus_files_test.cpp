#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "support/diagnostic.h"
#include "support/output.h"
#include "tb/stimulus/npz.h"
#include "tb/stimulus/operand_files.h"
#include "test_data.h"

using pann::generator::DesignSpec;
using pann::generator::Kind;
using pann::support::TemporaryDirectory;
using pann::tb::NpyArray;
using pann::tb::NpyType;
using pann::tb::NpzArchive;
using pann::tb::OperandStreams;
using pann::tb::read_operands;
using pann::tb::WeightArrays;

namespace {

using Arrays = std::vector<std::pair<std::string, NpyArray>>;
using Words = std::vector<std::uint64_t>;
using Offsets = std::vector<std::size_t>;

NpyArray integers(std::vector<std::size_t> shape, Words values, int item_bytes = 2) {
  return {NpyType::signed_integer, item_bytes, std::move(shape), std::move(values), {}};
}

NpyArray words(std::vector<std::size_t> shape, Words values) {
  return {NpyType::unsigned_integer, 8, std::move(shape), std::move(values), {}};
}

std::uint64_t bits(std::int64_t value) {
  return static_cast<std::uint64_t>(value);
}

/// A file in a directory of its own.
struct File {
  TemporaryDirectory directory{};
  std::filesystem::path path;

  File(const std::string& name, const std::string& bytes) : path(directory.path() / name) {
    pann::support::write_file(path, bytes);
  }
};

File npz(const Arrays& arrays) {
  return File("streams.npz", pann::tb::npz_bytes(arrays));
}

/// The first diagnostic of an action that must fail.
template <class Action>
pann::support::Diagnostic fault_of(Action action) {
  try {
    action();
  } catch (const pann::support::Failure& failure) {
    return failure.diagnostics().front();
  }
  FAIL("no failure");
  std::abort();
}

template <class Action>
std::string code_of_stimulus_files(Action action) {
  return fault_of(action).code;
}

const Arrays kTwoLayers{{"a_x", integers({2, 3}, {1, 2, 3, 4, 5, 6})},
                        {"a_w", integers({2, 3}, {bits(-1), 2, bits(-3), 4, bits(-5), 6})},
                        {"a_wp", integers({2, 3}, {0, 1, bits(-2), 3, 0, 1})},
                        {"b_x", integers({2}, {7, 8})},
                        {"b_w", integers({2}, {9, bits(-9)})}};

}  // namespace

TEST_CASE("rows of an npz file are streams, layers in the order of the file") {
  const File file = npz(kTwoLayers);
  const OperandStreams streams = read_operands(file.path, {}, DesignSpec{});
  CHECK(streams.origin == "streams.npz");
  CHECK(streams.first == Offsets{0, 3, 6, 8});
  CHECK(streams.x == Words{1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(streams.w == Words{bits(-1), 2, bits(-3), 4, bits(-5), 6, 9, bits(-9)});
  CHECK(pann::tb::operand_layers(file.path) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("layers are taken in the order asked for") {
  const File file = npz(kTwoLayers);
  const OperandStreams streams = read_operands(file.path, {"b", "a"}, DesignSpec{});
  CHECK(streams.origin == "b, a of streams.npz");
  CHECK(streams.first == Offsets{0, 2, 5, 8});
  CHECK(streams.x.front() == 7);
  CHECK(code_of_stimulus_files([&] { read_operands(file.path, {"c"}, DesignSpec{}); }) ==
        "stimulus.layer");
}

TEST_CASE("a PANN unit takes the repetition counts where the file has them") {
  const File file = npz(kTwoLayers);
  DesignSpec spec;
  spec.kind = Kind::pann_mac;
  CHECK(read_operands(file.path, {"a"}, spec).w == Words{0, 1, bits(-2), 3, 0, 1});
  CHECK(read_operands(file.path, {"b"}, spec).w == Words{9, bits(-9)});
  CHECK(read_operands(file.path, {"a"}, spec, WeightArrays::w).w.front() == bits(-1));
  CHECK(code_of_stimulus_files([&] { read_operands(file.path, {"b"}, spec, WeightArrays::wp); }) ==
        "stimulus.array");
}

TEST_CASE("an accumulator needs no weights") {
  const File file = npz({{"a_x", integers({1, 2}, {1, 2})}});
  DesignSpec spec;
  spec.kind = Kind::accumulator;
  CHECK(read_operands(file.path, {}, spec).w == Words{0, 0});
  CHECK(code_of_stimulus_files([&] { read_operands(file.path, {}, DesignSpec{}); }) ==
        "stimulus.array");
}

TEST_CASE("a single array holds one stream of pairs or a stream a row") {
  const DesignSpec mac;
  const File pairs("pairs.npy", pann::tb::npy_bytes(integers({2, 2}, {1, 2, 3, 4})));
  const OperandStreams one = read_operands(pairs.path, {}, mac);
  CHECK(one.x == Words{1, 3});
  CHECK(one.w == Words{2, 4});
  CHECK(one.first == Offsets{0, 2});
  const File rows("rows.npy", pann::tb::npy_bytes(integers({2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8})));
  const OperandStreams two = read_operands(rows.path, {}, mac);
  CHECK(two.x == Words{1, 3, 5, 7});
  CHECK(two.first == Offsets{0, 2, 4});
  CHECK(two.origin == "rows.npy");
  CHECK(code_of_stimulus_files([&] { read_operands(rows.path, {"a"}, mac); }) == "stimulus.layer");
}

TEST_CASE("an operand that the port cannot hold is named with place, value and legal range") {
  const File file = npz({{"a_x", integers({2, 2}, {1, 2, 255, 300})},
                         {"a_w", integers({2, 2}, {0, 0, 0, bits(-129)})}});
  try {
    read_operands(file.path, {}, DesignSpec{});
    FAIL("no failure");
  } catch (const pann::support::Failure& failure) {
    REQUIRE(failure.diagnostics().size() == 2);
    CHECK(failure.diagnostics()[0].code == "stimulus.operand");
    CHECK(failure.diagnostics()[0].message ==
          "'" + file.path.string() +
              "', array 'a_x': value 255 at [1, 0] does not fit x (8 bits, signed): legal are "
              "-128 to 127, and 1 more like it");
    CHECK(failure.diagnostics()[1].message.find("value -129 at [1, 1]") != std::string::npos);
  }
  DesignSpec relu;
  relu.x_signed = false;
  relu.x_width = 9;
  relu.w_width = 9;
  CHECK(read_operands(file.path, {}, relu).x.back() == 300);
  const File negative = npz({{"a_x", integers({1}, {bits(-1)})}, {"a_w", integers({1}, {0})}});
  CHECK(fault_of([&] { read_operands(negative.path, {}, relu); }).message.find("value -1") !=
        std::string::npos);
}

TEST_CASE("64-bit unsigned operands are taken and checked as what they are") {
  const std::uint64_t top = ~std::uint64_t{0};
  const File file = npz({{"a_x", words({1}, {top})}, {"a_w", words({1}, {1})}});
  DesignSpec spec;
  spec.kind = Kind::multiplier;
  spec.x_width = 64;
  CHECK(fault_of([&] {
          read_operands(file.path, {}, spec);
        }).message.find("value 18446744073709551615") != std::string::npos);
  spec.x_signed = false;
  CHECK(read_operands(file.path, {}, spec).x == Words{top});
}

TEST_CASE("wrong shapes and types are refused by name") {
  const DesignSpec mac;
  const NpyArray real{NpyType::floating, 4, {1, 2}, {}, {1.0, 2.0}};
  const NpyArray pair = integers({1, 2}, {1, 2});
  const auto code = [&](const Arrays& arrays) {
    const File file = npz(arrays);
    return code_of_stimulus_files([&] { read_operands(file.path, {}, mac); });
  };
  CHECK(code({{"a_x", real}, {"a_w", pair}}) == "stimulus.dtype");
  CHECK(code({{"a_x", pair}, {"a_w", real}}) == "stimulus.dtype");
  CHECK(code({{"a_x", pair}, {"a_w", integers({2, 1}, {1, 2})}}) == "stimulus.shape");
  CHECK(code({{"a_x", integers({1, 1, 1}, {1})}, {"a_w", pair}}) == "stimulus.shape");
  CHECK(code({{"a_x", integers({0, 2}, {})}, {"a_w", integers({0, 2}, {})}}) == "stimulus.shape");
  CHECK(code({{"a_x", integers({}, {1})}, {"a_w", integers({}, {1})}}) == "stimulus.shape");
  CHECK(code({{"a_w", pair}}) == "stimulus.array");
  CHECK(code({}) == "npz.archive");  // Without a member it is an empty file.
  const File flat("flat.npy", pann::tb::npy_bytes(integers({4}, {1, 2, 3, 4})));
  CHECK(code_of_stimulus_files([&] { read_operands(flat.path, {}, mac); }) == "stimulus.shape");
  const File triple("triple.npy", pann::tb::npy_bytes(integers({1, 3}, {1, 2, 3})));
  CHECK(code_of_stimulus_files([&] { read_operands(triple.path, {}, mac); }) == "stimulus.shape");
  const File reals("reals.npy", pann::tb::npy_bytes(real));
  CHECK(code_of_stimulus_files([&] { read_operands(reals.path, {}, mac); }) == "stimulus.dtype");
  const File text("operands.csv", "1,2\n");
  CHECK(code_of_stimulus_files([&] { read_operands(text.path, {}, mac); }) == "stimulus.file");
  CHECK(code_of_stimulus_files([&] { read_operands("no-such-file.npz", {}, mac); }) ==
        "input.read");
}

TEST_CASE("an archive that was cut or damaged anywhere is refused, never misread") {
  const std::string bytes = pann::tb::npz_bytes(kTwoLayers);
  for (std::size_t length = 0; length < bytes.size(); length += 7) {
    CAPTURE(length);
    CHECK(code_of_stimulus_files(
              [&] { NpzArchive::from_bytes(bytes.substr(0, length), "a.npz"); }) == "npz.archive");
  }
  NpzArchive whole = NpzArchive::from_bytes(bytes, "a.npz");
  CHECK(code_of_stimulus_files([&] { whole.read("c_x"); }) == "npz.array");
  std::string damaged = bytes;
  const std::size_t data = damaged.find("\x93NUMPY") + 130;  // In the first member's data.
  damaged[data] = static_cast<char>(damaged[data] ^ 1);
  NpzArchive archive = NpzArchive::from_bytes(damaged, "a.npz");
  CHECK(code_of_stimulus_files([&] { archive.read("a_x"); }) ==
        "npz.archive");  // Its checksum is wrong.
}

TEST_CASE("an archive with two arrays of one name is refused") {
  std::string bytes = pann::tb::npz_bytes(kTwoLayers);
  for (std::size_t at = 0; (at = bytes.find("b_x.npy", at)) != std::string::npos;) bytes[at] = 'a';
  CHECK(code_of_stimulus_files([&] { NpzArchive::from_bytes(bytes, "a.npz"); }) == "npz.duplicate");
}

TEST_CASE("equal arrays give equal archives, stored and without a date of their own") {
  const std::string bytes = pann::tb::npz_bytes(kTwoLayers);
  CHECK(bytes == pann::tb::npz_bytes(kTwoLayers));
  CHECK(bytes.starts_with("PK\x03\x04"));
  CHECK(bytes.substr(8, 2) == std::string("\0\0", 2));         // Method 0: stored.
  CHECK(bytes.substr(10, 4) == std::string("\0\0\x21\0", 4));  // 1980-01-01 00:00.
  NpzArchive archive = NpzArchive::from_bytes(bytes, "a.npz");
  CHECK(archive.names() == std::vector<std::string>{"a_x", "a_w", "a_wp", "b_x", "b_w"});
  CHECK(archive.read("a_w").integers == kTwoLayers[1].second.integers);
}

TEST_CASE("the operand streams of a trained network are read") {
  const auto path = pann::test::test_data("PANN_NETWORK_PATH", "resnet8_cifar10/streams_b8.npz");
  if (!path) return;
  DesignSpec spec;
  spec.x_signed = false;
  const OperandStreams conv1 = read_operands(*path, {"conv1"}, spec);
  CHECK(conv1.streams() == 64);
  CHECK(conv1.operations() == 64 * 27);
  const OperandStreams all = read_operands(*path, {}, spec);
  CHECK(all.streams() == 64 * 10);
  CHECK(all.origin == "streams_b8.npz");
  spec.x_signed = true;  // 8-bit unsigned activations do not fit 8-bit signed hardware.
  CHECK(code_of_stimulus_files([&] { read_operands(*path, {}, spec); }) == "stimulus.operand");
}

TEST_CASE("a sample of a file is whole streams in its order, the last one drawn cut, by the seed") {
  OperandStreams all;
  all.origin = "file";
  all.lanes = 2;
  all.others = {{"mode_i", 65, {}}};
  all.first = {0};
  for (std::uint64_t stream = 0; stream < 50; ++stream) {
    for (std::uint64_t i = 0; i < stream % 7 + 1; ++i) {
      const std::uint64_t value = 100 * stream + i;
      all.x.insert(all.x.end(), {value, value + 50});
      all.w.insert(all.w.end(), {2 * value, 2 * value + 1});
      all.others[0].words.insert(all.others[0].words.end(), {value, ~value});
    }
    all.first.push_back(all.x.size() / 2);
  }
  std::set<Words> seen;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const std::uint64_t asked = 30 + seed;
    const OperandStreams sample = pann::tb::sample_streams(all, asked, seed);
    CHECK(sample.operations() == asked);
    CHECK(sample.lanes == 2);
    CHECK(sample.x.size() == 2 * asked);
    CHECK(pann::tb::sample_streams(all, asked, seed).x == sample.x);
    seen.insert(Words(sample.x.begin(), sample.x.begin() + 30));
    int cut = 0;
    std::uint64_t last = 0;
    for (std::size_t stream = 0; stream < sample.streams(); ++stream) {
      const std::uint64_t of = sample.x[2 * sample.first[stream]] / 100;
      CHECK((stream == 0 || of > last));
      last = of;
      const std::size_t length = sample.first[stream + 1] - sample.first[stream];
      cut += length < of % 7 + 1 ? 1 : 0;
      for (std::size_t i = sample.first[stream]; i < sample.first[stream + 1]; ++i) {
        const std::uint64_t value = sample.x[2 * i];
        CHECK(value == sample.x[2 * sample.first[stream]] + i - sample.first[stream]);
        CHECK(sample.x[2 * i + 1] == value + 50);
        CHECK(sample.w[2 * i + 1] == 2 * value + 1);
        CHECK(sample.others[0].words[2 * i] == value);
        CHECK(sample.others[0].words[2 * i + 1] == ~value);
      }
    }
    CHECK(cut <= 1);
  }
  CHECK(seen.size() == 20);
  CHECK(pann::tb::sample_streams(all, 5, 3).origin.find("5 of 197 operations") !=
        std::string::npos);
  CHECK(pann::tb::sample_streams(all, all.operations(), 3).x == all.x);
  CHECK(pann::tb::sample_streams(all, all.operations(), 3).origin == "file");
}

TEST_CASE("of one long stream a sample begins anywhere") {
  OperandStreams all;
  all.first = {0, 1000};
  for (std::uint64_t i = 0; i < 1000; ++i) all.x.push_back(i);
  std::uint64_t lowest = 1000;
  std::uint64_t highest = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const OperandStreams sample = pann::tb::sample_streams(all, 10, seed);
    CHECK(sample.w.empty());
    CHECK(sample.x.back() == sample.x.front() + 9);
    lowest = std::min(lowest, sample.x.front());
    highest = std::max(highest, sample.x.front());
  }
  CHECK(lowest < 50);
  CHECK(highest > 940);
  CHECK(highest <= 990);
}
