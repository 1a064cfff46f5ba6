#pragma once

#include <doctest/doctest.h>

namespace pann::test {

/// doctest's Approx of a figure in base units (farads, joules, watts, seconds): relative to the
/// value alone. Approx as it comes adds 1 to what it takes a share of, so that any two figures
/// below 1e-5 are equal to it.
inline doctest::Approx relative(double value) {
  return doctest::Approx(value).scale(value == 0.0 ? 1.0 : 0.0);
}

}  // namespace pann::test
