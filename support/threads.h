#pragma once

#include <algorithm>

#include <tbb/info.h>

namespace pann::support {

/// Threads to work with when `asked` (0: all) are wanted: never more than the machine has.
inline int thread_count(unsigned asked) {
  const int most = ::tbb::info::default_concurrency();
  return asked == 0 ? most : std::min(static_cast<int>(asked), most);
}

}  // namespace pann::support
