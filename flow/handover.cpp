#include "flow/handover.h"

#include <cmath>
#include <cstdio>
#include <set>

#include <fmt/format.h>

#include "activity/files/saif.h"
#include "flow/clocked_activity.h"
#include "flow/mapped_netlist.h"
#include "flow/mapped_power.h"
#include "flow/synthesize.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"
#include "synth/liberty/source.h"
#include "synth/power/annotation.h"
#include "synth/timing/sdf.h"
#include "synth/yosys/cell_models.h"
#include "tb/measure.h"

namespace pann::flow {

namespace fs = std::filesystem;

namespace {

constexpr const char* kSaif = "activity.saif";
constexpr const char* kSdf = "netlist.sdf";
constexpr const char* kOldScript = "opensta2.tcl";
constexpr const char* kNewScript = "opensta3.tcl";
constexpr const char* kPrimeTimeScript = "primetime.tcl";
constexpr const char* kLog = "opensta.log";
constexpr std::uint64_t kHandoverOperations = 10000;

/// Collects the files of a hand-over.
class Writer {
 public:
  Writer(const fs::path& synthesized, const fs::path& directory, const synth::Pdk& pdk,
         const synth::Library& library)
      : source_(synthesized),
        pdk_(pdk),
        library_(library),
        record_(read_synthesis_record(synthesized)),
        design_{synthesized, generator::read_manifest(synthesized)},
        netlist_(read_mapped_netlist(design_)),
        cells_(synth::bind_cells(netlist_, library)),
        output_(directory) {}

  void write(std::uint64_t seed) {
    measure(seed);
    output_.add(synth::files::kNetlist, support::read_file(source_ / synth::files::kNetlist));
    output_.add(synth::files::kConstraints,
                constraints_text(design_.manifest, netlist_, library_,
                                 {.clock_mhz = record_.clock_mhz,
                                  .input_slew_ns = record_.input_slew_ns,
                                  .time_unit_s = library_.time_unit_s}));
    write_liberty();
    write_activity();
    write_delays();
    output_.add(kOldScript, old_script());
    output_.add(kNewScript, new_script());
    output_.add(kPrimeTimeScript, primetime_script());
  }

  void commit() { output_.commit(); }

 private:
  void measure(std::uint64_t seed) {
    activity_ = tb::measure(design_, trial_operands(design_.manifest, kHandoverOperations, seed),
                            tb::Engine::automatic)
                    .result.activity;
    annotation_ = synth::annotate(netlist_, cells_, activity_);
    const generator::Port* clock = design_.manifest.find(generator::Role::clock);
    const circuit::NetlistPort* port = clock == nullptr ? nullptr : netlist_.find_port(clock->name);
    cycles_ = port == nullptr ? static_cast<double>(kHandoverOperations)
                              : annotation_.nets[port->bits.front()].rises;
    set_clock(activity_, cycles_, record_.clock_mhz);
  }

  void write_liberty() {
    for (const fs::path& file : pdk_.files) {
      fs::path name = file.filename();
      if (name.extension() == ".gz") name = name.stem();
      output_.add(name, synth::read_liberty_source(file).text);
      liberty_.push_back(name.string());
    }
  }

  void write_activity() {
    activity::SaifOptions options;
    options.instance = design_.manifest.top;
    output_.add(kSaif,
                activity::to_saif(synth::activity_on_pins(netlist_, cells_, activity_), options));
  }

  void write_delays() {
    const synth::ArcDelays delays =
        synth::compute_delays(library_, netlist_, {.input_slew_s = record_.input_slew_ns * 1e-9});
    output_.add(kSdf, synth::to_sdf({.design = design_.manifest.top,
                                     .voltage_v = library_.conditions.voltage_v,
                                     .temperature_c = library_.conditions.temperature_c},
                                    netlist_, delays));
    std::set<std::string> used;
    for (const circuit::NetlistCell& cell : netlist_.cells) used.insert(cell.type);
    output_.add(synth::files::kCellModels, synth::cell_models(library_, used, {.specify = true}));
  }

  std::string read_commands() const {
    std::string text;
    for (const std::string& file : liberty_) text += fmt::format("read_liberty {}\n", file);
    return text + fmt::format("read_verilog {}\nlink_design {}\nread_sdc {}\n",
                              synth::files::kNetlist, design_.manifest.top,
                              synth::files::kConstraints);
  }

  /// Toggles a cycle of each input bit: all that this version honours.
  std::string port_activities() const {
    std::string text;
    const generator::Port* clock = design_.manifest.find(generator::Role::clock);
    for (const circuit::NetlistPort& port : netlist_.ports) {
      if (port.direction != generator::Direction::input) continue;
      if (clock != nullptr && port.name == clock->name) continue;
      for (std::size_t bit = 0; bit < port.bits.size(); ++bit) {
        const synth::NetActivity& net = annotation_.nets[port.bits[bit]];
        text += fmt::format(
            "set_power_activity -input_ports [get_ports {{{}}}] -activity {:.9g} -duty {:.9g}\n",
            port.bits.size() == 1 ? port.name : fmt::format("{}[{}]", port.name, bit),
            net.toggles() / cycles_, net.high);
      }
    }
    return text;
  }

  std::string old_script() const {
    return "# OpenSTA 2 (Debian's 2.0.17): sta -exit " + std::string(kOldScript) +
           "\n# This version takes activities at input ports alone and estimates all inner nets "
           "from them;\n# its internal power adds the energies of rise and fall where a toggle "
           "takes one of them.\n" +
           read_commands() + port_activities() + "report_power -digits 8\n";
  }

  std::string new_script() const {
    return "# OpenSTA 3: sta -exit " + std::string(kNewScript) + "\n" + read_commands() +
           fmt::format(
               "read_saif -scope {} {}\nreport_activity_annotation\n"
               "report_power -digits 8\n",
               design_.manifest.top, kSaif);
  }

  std::string primetime_script() const {
    std::string text =
        "# PrimeTime PX: pt_shell -f " + std::string(kPrimeTimeScript) +
        "\n# The Liberty files have to be compiled first (lc_shell: read_lib, write_lib -format "
        "db).\n"
        "set power_enable_analysis true\nset power_analysis_mode averaged\n"
        "set link_path [list *";
    for (const std::string& file : liberty_) {
      text += " " + fs::path(file).replace_extension(".db").string();
    }
    return text + fmt::format(
                      "]\nread_verilog {}\ncurrent_design {}\nlink\nread_sdc {}\n"
                      "read_sdf {}\nread_saif {} -strip_path {}\n"
                      "report_switching_activity -list_not_annotated\nupdate_power\n"
                      "report_power -hierarchy -nosplit -significant_digits 6\n",
                      synth::files::kNetlist, design_.manifest.top, synth::files::kConstraints,
                      kSdf, kSaif, design_.manifest.top);
  }

  const fs::path& source_;
  const synth::Pdk& pdk_;
  const synth::Library& library_;
  SynthesisRecord record_;
  tb::DesignFiles design_;
  circuit::Netlist netlist_;
  std::vector<synth::BoundCell> cells_;
  support::OutputDirectory output_;
  activity::Activity activity_;
  synth::Annotation annotation_;
  double cycles_ = 0.0;
  std::vector<std::string> liberty_;
};

/// The three parts of OpenSTA's line "Total".
std::optional<synth::Power> parse_total(const std::string& output) {
  const std::size_t line = output.find("\nTotal ");
  synth::Power power;
  if (line == std::string::npos ||
      std::sscanf(output.c_str() + line, "\nTotal %lf %lf %lf", &power.internal_w,
                  &power.switching_w, &power.leakage_w) != 3) {
    return std::nullopt;
  }
  return power;
}

void run_opensta(Handover& handover) {
  if (!support::find_program("sta")) return;
  const std::string version = support::run_process({.arguments = {"sta", "-version"}}).output;
  handover.opensta_version = version.substr(0, version.find('\n'));
  const bool old = handover.opensta_version.rfind("2.", 0) == 0;
  const support::ProcessResult result =
      support::run_process({.arguments = {"sta", "-exit", old ? kOldScript : kNewScript},
                            .directory = handover.directory});
  support::write_file(handover.directory / kLog, result.output + result.error);
  handover.opensta = parse_total(result.output);
}

}  // namespace

Handover write_handover(const fs::path& synthesized, const fs::path& directory,
                        const synth::Pdk& pdk, const synth::Library& library, std::uint64_t seed,
                        support::Progress& progress) {
  progress.stage("writing the hand-over");
  Writer writer(synthesized, directory, pdk, library);
  writer.write(seed);
  writer.commit();
  Handover handover{directory, "", std::nullopt};
  run_opensta(handover);
  return handover;
}

}  // namespace pann::flow
