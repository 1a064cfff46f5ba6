#pragma once

#include <string>

#include "circuit/elaborate.h"
#include "support/process.h"

namespace pann::circuit {

/// As support::run_tool, for a tool that reads the sources of a design: where it ends with a word
/// on one of them ("FILE:LINE: ...") the fault is theirs, Failure(user_error, `code`) with the last
/// lines of what it printed; where a signal ended it, or it tells of an error of its own, the
/// tool's. Before it starts all sources are looked at: Failure as source_files().
support::ProcessResult run_on_sources(const support::ProcessOptions& options,
                                      const ElaborationRequest& sources, const std::string& code);

}  // namespace pann::circuit
