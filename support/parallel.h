#pragma once

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_invoke.h>
#include <tbb/parallel_reduce.h>
#include <tbb/task_group.h>

#include "support/cancellation.h"

namespace pann::support {

/// Parallel loops as the rest of the program uses them; nothing else includes oneTBB's.
///
/// When a task of an outer loop throws, oneTBB cancels the loops nested in its sibling tasks too:
/// they return without an exception and without having run, and their empty results look like
/// results. Here such a loop throws Abandoned, so that a loop that returns has run to its end.

/// Thrown by a loop that was cancelled by a fault elsewhere. oneTBB drops it: the fault that came
/// first is the one that leaves the outermost loop.
struct Abandoned {};

namespace detail {

inline void require_complete(::tbb::task_group_context& context) {
  if (context.is_group_execution_cancelled()) throw Abandoned{};
}

}  // namespace detail

/// Throws Abandoned in work whose loop was cancelled by a fault elsewhere: nobody waits for what it
/// would give. For work that waits long, as for a child. Does nothing outside of a loop.
inline void check_abandoned() {
  if (::tbb::is_current_task_group_canceling()) throw Abandoned{};
}

/// Calls `body(i)` for each i in [begin, end), in parallel. Throws what the first failing call
/// throws, Cancelled after a signal, Abandoned when an outer loop failed.
template <class Index, class Body>
void parallel_for(Index begin, Index end, const Body& body) {
  ::tbb::task_group_context context;
  ::tbb::parallel_for(
      begin, end,
      [&body](Index i) {
        check_cancelled();
        body(i);
      },
      context);
  detail::require_complete(context);
}

/// Runs both in parallel; faults as parallel_for has them.
template <class First, class Second>
void parallel_invoke(const First& first, const Second& second) {
  ::tbb::task_group_context context;
  ::tbb::parallel_invoke(first, second, context);
  detail::require_complete(context);
}

/// Sum of `value(i)` over [0, count), in parallel; faults as parallel_for has them.
template <class Sum, class Index, class Value>
Sum parallel_sum(Index count, const Value& value) {
  ::tbb::task_group_context context;
  Sum sum = ::tbb::parallel_reduce(
      ::tbb::blocked_range<Index>(0, count), Sum{},
      [&value](const ::tbb::blocked_range<Index>& range, Sum part) {
        for (Index i = range.begin(); i != range.end(); ++i) {
          check_cancelled();
          part += value(i);
        }
        return part;
      },
      [](Sum left, Sum right) { return left + right; }, context);
  detail::require_complete(context);
  return sum;
}

}  // namespace pann::support
