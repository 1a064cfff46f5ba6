#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "generator/manifest.h"
#include "sim/native/native_engine.h"

namespace pann::sim {

/// A sampled figure and how far it may be from what an endless sample would give.
struct ElementStatistics {
  std::string name;
  double mean = 0.0;            ///< Toggles an operation, as count_elements() over the operations.
  double standard_error = 0.0;  ///< From batch means; 0 with fewer than two batches.
  std::size_t batches = 0;

  /// Half width of the 95 % confidence interval.
  double confidence() const;
};

/// Element by element, with standard errors from batch means: a batch is a stream where there are
/// at least kFewestBatches, else one of kPieces equal pieces of the sequence, so that the
/// dependence of neighbouring operations is within batches (A. M. Law, "Simulation Modeling and
/// Analysis", 5th edition, section 9.5.3). Throws as run() does.
std::vector<ElementStatistics> sample_statistics(const NativeDesign& design,
                                                 const PreparedSchedule& prepared,
                                                 const std::vector<generator::ElementGroup>& groups,
                                                 const EngineOptions& options = {});

inline constexpr std::size_t kFewestBatches = 20;
inline constexpr std::size_t kPieces = 60;

}  // namespace pann::sim
