#include "generator/testbench/sections.h"

namespace pann::generator {

const std::string_view kOperandSection = R"tb(
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tb {

/// Results and operands modulo 2^128.
using Word = unsigned __int128;
using Integer = __int128;

/// What the user got wrong: exit code 2.
struct Fault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The command line.
struct Options {
  bool toggles = false;  ///< Count, instead of checking corner cases at random.
  bool trace = false;
  std::uint64_t seed = 1;
  std::string stimulus = "uniform";
  std::string layer;
  std::string range = "automatic";
  std::string x_range;
  std::string w_range;
  std::uint64_t vectors = 36000;
  bool has_length = false;
  std::uint64_t length = 0;
  std::string baseline;  ///< Compare with this file.
  std::string write;     ///< Write it.
  double tolerance = 0.0;
};

/// The random numbers of PANN-RTL: xoshiro256** (Blackman, Vigna), seeded through SplitMix64; the
/// same on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) {
    std::uint64_t stream_state = stream;
    std::uint64_t state = seed ^ split_mix(stream_state);
    for (std::uint64_t& word : state_) word = split_mix(state);
  }

  std::uint64_t next() {
    const std::uint64_t result = rotated(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotated(state_[3], 45);
    return result;
  }

  /// Uniform in [0, bound), by Lemire's method.
  std::uint64_t below(std::uint64_t bound) {
    Word product = Word{next()} * bound;
    auto low = static_cast<std::uint64_t>(product);
    if (low < bound) {
      const std::uint64_t threshold = (0 - bound) % bound;
      while (low < threshold) {
        product = Word{next()} * bound;
        low = static_cast<std::uint64_t>(product);
      }
    }
    return static_cast<std::uint64_t>(product >> 64);
  }

  /// N(0, 1), by Marsaglia's polar method.
  double normal() {
    if (has_spare_) {
      has_spare_ = false;
      return spare_;
    }
    double u = 0.0;
    double v = 0.0;
    double s = 0.0;
    do {
      u = 2.0 * unit() - 1.0;
      v = 2.0 * unit() - 1.0;
      s = u * u + v * v;
    } while (s >= 1.0 || s == 0.0);
    const double scale = std::sqrt(-2.0 * logarithm(s) / s);
    spare_ = v * scale;
    has_spare_ = true;
    return u * scale;
  }

 private:
  static std::uint64_t rotated(std::uint64_t word, int by) {
    return (word << by) | (word >> (64 - by));
  }
  static std::uint64_t split_mix(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

  /// From exactly rounded operations only: the C library's differs between machines.
  static double logarithm(double x) {
    int exponent = 0;
    double mantissa = std::frexp(x, &exponent);
    if (mantissa < 0x1.6a09e667f3bcdp-1) {
      mantissa *= 2.0;
      --exponent;
    }
    const double z = (mantissa - 1.0) / (mantissa + 1.0);
    const double z2 = z * z;
    double series = 0.0;
    for (int k = 23; k >= 1; k -= 2) series = series * z2 + 1.0 / k;
    return exponent * 0x1.62e42fefa38p-1 + (exponent * 0x1.ef35793c7673p-45 + 2.0 * z * series);
  }

  std::uint64_t state_[4];
  double spare_ = 0.0;
  bool has_spare_ = false;
};

/// One operand as the unit takes it.
struct Operand {
  char name;
  bool exists;
  int width;
  bool is_signed;
  bool is_magnitude;  ///< -(2^width - 1) to 2^width - 1.
  bool shares_w;      ///< The words of an operation have one w.
};

struct Range {
  Integer low;
  Integer high;
};

/// Operands split into streams (dot products): `lanes` words of x, and of w, an operation, each
/// extended to 64 bits.
struct Streams {
  std::string origin;
  std::vector<std::size_t> first{0};
  std::vector<std::uint64_t> x;
  std::vector<std::uint64_t> w;
  std::size_t lanes = 1;
};

inline Range legal_range(const Operand& operand) {
  const Integer whole = Integer{1} << operand.width;
  if (operand.is_magnitude) return {1 - whole, whole - 1};
  if (operand.is_signed) return {-(whole / 2), whole / 2 - 1};
  return {0, whole - 1};
}

inline std::string text_of(Integer value) {
  if (value < 0) return "-" + text_of(-value);
  std::string text = std::to_string(static_cast<int>(value % 10));
  return value < 10 ? text : text_of(value / 10) + text;
}

inline Integer integer_of(const std::string& option, const std::string& text) {
  const bool is_negative = !text.empty() && text[0] == '-';
  const std::string digits = text.substr(is_negative ? 1 : 0);
  if (digits.empty() || digits.size() > 20 ||
      digits.find_first_not_of("0123456789") != std::string::npos) {
    throw Fault("+" + option + "=" + text + ": not an integer");
  }
  Integer value = 0;
  for (const char digit : digits) value = 10 * value + (digit - '0');
  return is_negative ? -value : value;
}

/// The values drawn: those asked for, which the port must hold.
inline Range drawn_range(const Options& options, const Operand& operand) {
  const std::string& own = operand.name == 'x' ? options.x_range : options.w_range;
  const Integer half = Integer{1} << (operand.width - 1);
  const Range legal = legal_range(operand);
  Range range = legal;
  if (!own.empty()) {
    const std::string option = std::string(1, operand.name) + "_range";
    const std::size_t colon = own.find(':');
    if (colon == std::string::npos) throw Fault("+" + option + "=" + own + ": legal is A:B");
    range = {integer_of(option, own.substr(0, colon)), integer_of(option, own.substr(colon + 1))};
    if (range.low > range.high) throw Fault("+" + option + "=" + own + ": A is above B");
  } else if (options.range == "signed") {
    range = {-half, half - 1};
  } else if (options.range == "nonnegative") {
    range = {0, half - 1};
  } else if (options.range == "full") {
    range = {0, 2 * half - 1};
  } else if (options.range != "automatic") {
    throw Fault("+range=" + options.range +
                ": legal are automatic, signed, nonnegative and full");
  }
  if (range.low < legal.low || range.high > legal.high) {
    throw Fault(std::string("values from ") + text_of(range.low) + " to " + text_of(range.high) +
                " do not fit " + operand.name + ": legal are " + text_of(legal.low) + " to " +
                text_of(legal.high));
  }
  return range;
}

/// Normal draws over their largest, scaled to the range, rounded and clipped.
inline std::vector<std::uint64_t> drawn_gaussian(const Range& range, std::size_t count,
                                                 Random random) {
  std::vector<double> draws(count);
  double largest = 0.0;
  for (double& draw : draws) {
    draw = random.normal();
    largest = std::max(largest, std::abs(draw));
  }
  double origin = 0.0;
  double scale = static_cast<double>(std::max(-range.low, range.high + 1));
  const bool is_folded = range.low >= 0 || range.high < 0;
  if (is_folded) {
    const auto width = static_cast<double>(range.high - range.low + 1);
    origin = static_cast<double>(range.low >= 0 ? range.low : range.high);
    scale = range.low >= 0 ? width : -width;
  }
  std::vector<std::uint64_t> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double normalised = largest == 0.0 ? 0.0 : draws[i] / largest;
    const double shape = is_folded ? std::abs(normalised) : normalised;
    const auto value = static_cast<Integer>(std::round(origin + scale * shape));
    values[i] = static_cast<std::uint64_t>(std::max(range.low, std::min(range.high, value)));
  }
  return values;
}

inline std::vector<std::uint64_t> drawn(const Options& options, const Operand& operand,
                                        std::size_t count, Random random) {
  if (!operand.exists) return std::vector<std::uint64_t>(count, 0);
  const Range range = drawn_range(options, operand);
  if (options.stimulus == "gaussian") return drawn_gaussian(range, count, random);
  const auto span = static_cast<std::uint64_t>(range.high - range.low + 1);
  std::vector<std::uint64_t> values(count);
  for (std::uint64_t& value : values) {
    value = static_cast<std::uint64_t>(range.low) + (span == 0 ? random.next() : random.below(span));
  }
  return values;
}

/// The operands that `pann sim` draws for the same options.
inline Streams draw(const Options& options, const Operand& x, const Operand& w, std::size_t lanes) {
  if (options.vectors == 0 || options.vectors > (std::uint64_t{1} << 28) / lanes) {
    throw Fault("+vectors=" + std::to_string(options.vectors) + ": legal are 1 to " +
                std::to_string((std::uint64_t{1} << 28) / lanes));
  }
  const std::uint64_t length = options.length == 0 ? options.vectors : options.length;
  Streams streams;
  streams.origin = options.stimulus;
  streams.lanes = lanes;
  while (streams.first.back() < options.vectors) {
    const std::uint64_t left = options.vectors - streams.first.back();
    streams.first.push_back(streams.first.back() + std::min(length, left));
  }
  streams.x = drawn(options, x, options.vectors * lanes, Random(options.seed, 0));
  streams.w = drawn(options, w, options.vectors * lanes, Random(options.seed, 1));
  if (x.shares_w) {
    for (std::size_t i = 0; i < streams.w.size(); ++i) streams.w[i] = streams.w[i - i % lanes];
  }
  return streams;
}

/// Each stream sorted by the sign of w, zeros behind the last word of a sign.
inline Streams ordered_by_sign(const Streams& from) {
  Streams ordered;
  ordered.origin = from.origin;
  ordered.lanes = from.lanes;
  for (std::size_t stream = 0; stream + 1 < from.first.size(); ++stream) {
    for (const bool is_negative : {false, true}) {
      for (std::size_t i = from.first[stream] * from.lanes;
           i < from.first[stream + 1] * from.lanes; ++i) {
        if ((from.w[i] >> 63 != 0) != is_negative) continue;
        ordered.x.push_back(from.x[i]);
        ordered.w.push_back(from.w[i]);
      }
      while (ordered.x.size() % ordered.lanes != 0) {
        ordered.x.push_back(0);
        ordered.w.push_back(0);
      }
    }
    ordered.first.push_back(ordered.x.size() / ordered.lanes);
  }
  return ordered;
}

}  // namespace tb
)tb";

}  // namespace pann::generator
