#pragma once

#include "synth/timing/delays.h"

namespace pann::test {

/// Calls `change` with every delay that there is.
template <class Change>
void each_delay(synth::ArcDelays& delays, Change change) {
  for (synth::ArcDelay& arc : delays.arcs) {
    for (auto& by_cause : arc.delays) {
      for (auto& delay : by_cause) {
        if (delay) change(*delay);
      }
    }
  }
}

}  // namespace pann::test
