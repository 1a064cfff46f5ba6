#pragma once

#include "analysis/reproduce/item.h"

/// The items, one function each or one a family; the registry lists them.
namespace pann::analysis {

ItemResult reproduce_table1(Workbench& bench);

/// The worked example of counting.
ItemResult reproduce_figure6(Workbench& bench);

/// Figures 7 (signed) and 8 (never negative): flips of the multiplier and the accumulator over b.
ItemResult reproduce_figure7(Workbench& bench);
ItemResult reproduce_figure8(Workbench& bench);

/// Figures 9 (Booth) and 10 (serial): one operand narrower than the other, on both ports.
ItemResult reproduce_figure9(Workbench& bench);
ItemResult reproduce_figure10(Workbench& bench);

/// Theory beside simulation.
ItemResult reproduce_figure3a(Workbench& bench);
ItemResult reproduce_figure3b(Workbench& bench);
ItemResult reproduce_figure15(Workbench& bench);
ItemResult reproduce_equation19(Workbench& bench);

/// The multiplier fed with Gaussian operands: their histogram, and what they flip.
ItemResult reproduce_figure5b(Workbench& bench);

/// Unsigned beside signed MACs: by the models and as measured.
ItemResult reproduce_figure11a(Workbench& bench);
ItemResult reproduce_table6(Workbench& bench);
ItemResult reproduce_observations(Workbench& bench);

/// Gate level, on every library.
ItemResult reproduce_figure4a(Workbench& bench);
ItemResult reproduce_figure4b(Workbench& bench);
ItemResult reproduce_figure5a(Workbench& bench);
ItemResult reproduce_table5(Workbench& bench);
ItemResult reproduce_a4(Workbench& bench);

/// PANN's RTL beside Eq. (13), and beside the MAC of equal model power in energy.
ItemResult reproduce_pann(Workbench& bench);
ItemResult reproduce_pann_energy(Workbench& bench);
ItemResult reproduce_pann_prediction(Workbench& bench);

/// The rivals' processing elements beside one addition.
ItemResult reproduce_addition_factors(Workbench& bench);

/// Tables that need trained networks.
ItemResult list_not_measured(Workbench& bench);

}  // namespace pann::analysis
