#include <array>

#include "analysis/reproduce/build.h"
#include "analysis/reproduce/items.h"

/// What needs trained networks.
namespace pann::analysis {

namespace {

struct Missing {
  const char* what;
  const char* printed;
  const char* takes;
};

constexpr std::array<Missing, 17> kMissing{{
    {"Figure 1", "accuracy over power of ImageNet networks, post training",
     "ImageNet and the pre-trained networks"},
    {"Table 2", "ResNet-50 on ImageNet, post training",
     "ImageNet, ResNet-50 and the quantizers ACIQ, ZeroQ, GDFQ and BRECQ; Algorithm 1 is `pann "
     "explore`"},
    {"Table 3", "quantization-aware training beside LSQ", "training on ImageNet"},
    {"Table 4", "ResNet-20 on CIFAR-10 beside multiplier-free methods",
     "training with PANN's quantizer; AdderNet and ShiftAddNet"},
    {"Table 7", "ResNet-18 on ImageNet, post training", "as Table 2"},
    {"Table 8", "MobileNet-V2 on ImageNet, post training", "as Table 2"},
    {"Table 9", "VGG-16bn on ImageNet, post training", "as Table 2"},
    {"Table 10", "more of Table 3", "as Table 3"},
    {"Table 11", "CIFAR-100 beside multiplier-free methods", "as Table 4, on CIFAR-100"},
    {"Table 12", "MHEALTH beside multiplier-free methods", "as Table 4, on MHEALTH"},
    {"Table 13", "hyper-parameters of the training", "nothing to measure"},
    {"Table 14", "bx~, R and memory of ResNet-50 by Algorithm 1",
     "as Table 2; R at the printed bx~ is in fig3a, Eq. (19)'s choice in eq19"},
    {"Table 15", "accuracy of ResNet-50 at the power of a 2-bit MAC",
     "as Table 2; its column of R is in fig3a"},
    {"Figure 12", "Figure 1 with narrower accumulators", "as Figure 1; its savings are in table6"},
    {"Figure 13", "more of Figure 1", "as Figure 1"},
    {"Figure 14", "more of Figure 1", "as Figure 1"},
    {"Figure 15, row 3", "ResNet-18 on ImageNet over bx~", "as Table 2"},
}};

}  // namespace

ItemResult list_not_measured(Workbench&) {
  ItemResult item;
  item.section.paragraphs = {
      "Tables and figures that a circuit cannot answer: they need trained networks and data sets "
      "that the project does not hold. Their forms on other networks: the page of `pann explore "
      "-o` for Tables 2, 7 to 9, 14 and 15 and Figures 1 and 12 to 15, `training/pann-train` for "
      "Tables 3, 4 and 10 to 12."};
  Table table{"not-measured",
              "Not measured here",
              {key_column("what"), key_column("shows"), key_column("what it would take")},
              {}};
  for (const Missing& missing : kMissing) {
    table.rows.push_back({cell(missing.what), cell(missing.printed), cell(missing.takes)});
    item.summary.push_back({.item = "not-measured",
                            .quantity = missing.what,
                            .statement = missing.printed,
                            .origin = Origin::not_measured,
                            .reason = missing.takes});
  }
  item.section.tables.push_back(std::move(table));
  return item;
}

}  // namespace pann::analysis
