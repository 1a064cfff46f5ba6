#include "flow/power_tables.h"

#include <fmt/format.h>

#include "support/csv.h"

namespace pann::flow {

namespace {

std::string operand(tb::OperandBits bits, bool is_signed) {
  return is_signed ? fmt::format("{}", static_cast<std::int64_t>(bits)) : fmt::format("{}", bits);
}

}  // namespace

std::string instances_csv(const synth::PowerReport& report, const circuit::Netlist& netlist) {
  std::string text =
      "instance,cell,toggles,glitch_toggles,internal_w,switching_w,leakage_w,total_w,"
      "energy_per_operation_fj\n";
  for (const synth::InstancePower& one : report.instances) {
    const circuit::NetlistCell& cell = netlist.cells[one.instance];
    text +=
        fmt::format("{},{},{},{},{},{},{},{},{}\n", support::csv_field(cell.name),
                    support::csv_field(cell.type), one.toggles, one.toggles - one.settled_toggles,
                    one.power.internal_w, one.power.switching_w, one.power.leakage_w,
                    one.power.total_w(), report.per_operation_fj(one.power.total_w()));
  }
  return text;
}

std::string series_csv(const OperationEnergy& energy, const generator::DesignSpec& spec) {
  std::string text = "operation,x,w,energy_fj\n";
  for (std::size_t i = 0; i < energy.series_fj.size(); ++i) {
    const OperandPair& pair = energy.operands[i];
    text += fmt::format("{},{},{},{}\n", i, operand(pair.x, spec.x_signed),
                        operand(pair.w, spec.w_signed), energy.series_fj[i]);
  }
  return text;
}

}  // namespace pann::flow
