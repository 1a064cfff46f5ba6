#include "analysis/network/integer_product.h"

#include <array>
#include <cstdint>
#include <vector>

#include <doctest/doctest.h>

#include "analysis/quantizer.h"
#include "support/random.h"

using pann::analysis::IntegerMatrix;
using pann::support::Random;
namespace an = pann::analysis;

TEST_CASE("an integer matrix product is what the definition says, at every size") {
  Random random(3);
  for (const auto& [m, k, n] : std::vector<std::array<std::size_t, 3>>{
           {1, 1, 1}, {3, 5, 7}, {8, 27, 16}, {17, 9, 33}, {9, 64, 10}, {16, 2, 48}}) {
    std::vector<std::int32_t> transposed(n * k);
    for (std::int32_t& value : transposed) {
      value = static_cast<std::int32_t>(random.between(-1000, 1000));
    }
    const IntegerMatrix right(transposed.data(), k, n);
    std::vector<std::int16_t> left(m * right.padded_rows(), 0);
    for (std::size_t row = 0; row < m; ++row) {
      for (std::size_t i = 0; i < k; ++i) {
        left[row * right.padded_rows() + i] = static_cast<std::int16_t>(random.between(0, 32767));
      }
    }
    std::vector<std::int32_t> result(m * right.stride());
    an::multiply(left.data(), m, right, result.data());
    for (std::size_t row = 0; row < m; ++row) {
      for (std::size_t column = 0; column < n; ++column) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < k; ++i) {
          sum += std::int64_t{left[row * right.padded_rows() + i]} * transposed[column * k + i];
        }
        REQUIRE(result[row * right.stride() + column] == sum);
      }
    }
  }
}

TEST_CASE("sums of 32 bits are taken only where the range proves them exact") {
  using Weights = std::vector<std::int32_t>;
  // 2 * 32767^2 = 2^31 - 1 - 131069, which holds 4 * 32767 more, not 5.
  CHECK(an::fits_integer_product(Weights{32767, -32767, 4}, 32767));
  CHECK_FALSE(an::fits_integer_product(Weights{32767, -32767, 5}, 32767));
  CHECK_FALSE(an::fits_integer_product(Weights{32768}, 1));
  CHECK_FALSE(an::fits_integer_product(Weights{-32768}, 1));
  CHECK_FALSE(an::fits_integer_product(Weights{1}, 32768));
  CHECK(an::fits_integer_product(Weights{}, 1));
}

TEST_CASE("codes of many values are those of each") {
  Random random(4);
  for (const std::size_t count : {1U, 7U, 8U, 9U, 100U}) {
    for (const double offset : {0.0, -7.0}) {
      for (const bool even : {false, true}) {
        const an::UniformQuantizer quantizer{0.37, offset, 0, 15, even};
        std::vector<double> values(count);
        for (double& value : values) value = 4.0 * random.normal();
        if (count > 8) values[3] = 0.5 * quantizer.step;  // A tie.
        std::vector<std::int16_t> codes(count);
        an::code_values(values, quantizer, codes.data());
        for (std::size_t i = 0; i < count; ++i) REQUIRE(codes[i] == quantizer.code(values[i]));
        if (count > 8) CHECK(codes[3] == -offset + (even ? 0 : 1));
      }
    }
  }
}

TEST_CASE("values are clipped one by one, in vectors of any length") {
  Random random(4);
  for (std::size_t count = 0; count < 40; ++count) {
    std::vector<double> values(count);
    for (double& value : values) value = 4.0 * random.normal();
    std::vector<double> clipped = values;
    an::clip_values(clipped, 0.0, 6.0);
    for (std::size_t i = 0; i < count; ++i) {
      CHECK(clipped[i] == (values[i] < 0.0 ? 0.0 : values[i] > 6.0 ? 6.0 : values[i]));
    }
  }
}
