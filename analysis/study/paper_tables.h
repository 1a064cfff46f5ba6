#pragma once

#include "analysis/network/explore.h"
#include "analysis/report/report.h"

namespace pann::analysis {

/// A network's exploration in the form of the paper's tables on ImageNet: Table 2 (accuracy at each
/// power, uniform and PANN, with what PANN takes of memory and time), Table 14 (what Algorithm 1
/// chose) and Table 15 (every bx~ at each budget). Factors are over the uniform quantization of the
/// budget: memory of activations bx~ / b, of weights b_R / b, time R. Rows of budgets below a 2-bit
/// MAC's have no factors.
ReportSection paper_tables(const Exploration& exploration);

}  // namespace pann::analysis
