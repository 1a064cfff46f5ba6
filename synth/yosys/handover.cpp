#include "synth/yosys/handover.h"

#include <cstdio>
#include <set>

#include <fmt/format.h>

#include "support/input.h"
#include "support/output.h"
#include "support/process.h"
#include "synth/liberty/source.h"
#include "synth/power/annotation.h"
#include "synth/timing/sdf.h"
#include "synth/yosys/cell_models.h"
#include "synth/yosys/constraints.h"
#include "synth/yosys/mapped_power.h"
#include "synth/yosys/synthesize.h"
#include "tb/activity/saif.h"
#include "tb/measure.h"
#include "tb/netlist/yosys_json.h"

namespace pann::synth {

namespace fs = std::filesystem;

namespace {

constexpr const char* kSaif = "activity.saif";
constexpr const char* kSdf = "netlist.sdf";
constexpr const char* kOldScript = "opensta2.tcl";
constexpr const char* kNewScript = "opensta3.tcl";
constexpr const char* kPrimeTimeScript = "primetime.tcl";
constexpr const char* kLog = "opensta.log";
constexpr std::uint64_t kOperations = 10000;

/// Collects the files of a hand-over.
class Writer {
 public:
  Writer(const fs::path& synthesized, const fs::path& directory, const Pdk& pdk,
         const Library& library)
      : source_(synthesized),
        pdk_(pdk),
        library_(library),
        record_(read_synthesis_record(synthesized)),
        design_{synthesized, generator::read_manifest(synthesized)},
        netlist_(tb::read_yosys_json(synthesized / files::kNetlistJson, design_.manifest.top)),
        cells_(bind_cells(netlist_, library)),
        output_(directory) {}

  void write(std::uint64_t seed) {
    measure(seed);
    output_.add(files::kNetlist, support::read_file(source_ / files::kNetlist));
    output_.add(files::kConstraints, to_sdc(design_.manifest, record_.clock_mhz,
                                            record_.input_slew_ns, library_.time_unit_s));
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
    activity_ = tb::measure(design_, trial_operands(design_.manifest.design, kOperations, seed),
                            tb::Engine::automatic)
                    .result.activity;
    annotation_ = annotate(netlist_, cells_, activity_);
    const generator::Port* clock = design_.manifest.find(generator::Role::clock);
    const tb::NetlistPort* port = clock == nullptr ? nullptr : netlist_.find_port(clock->name);
    cycles_ = port == nullptr ? static_cast<double>(kOperations)
                              : annotation_.nets[port->bits.front()].rises;
    // The counted windows at the clock of the constraints.
    constexpr double kMegahertz = 1e6;
    activity_.tick_seconds =
        cycles_ / (record_.clock_mhz * kMegahertz) / static_cast<double>(activity_.duration);
  }

  void write_liberty() {
    for (const fs::path& file : pdk_.files) {
      fs::path name = file.filename();
      if (name.extension() == ".gz") name = name.stem();
      output_.add(name, read_liberty_source(file).text);
      liberty_.push_back(name.string());
    }
  }

  void write_activity() {
    tb::SaifOptions options;
    options.instance = design_.manifest.top;
    output_.add(kSaif, tb::to_saif(activity_on_pins(netlist_, cells_, activity_), options));
  }

  void write_delays() {
    const ArcDelays delays =
        compute_delays(library_, netlist_, {.input_slew_s = record_.input_slew_ns * 1e-9});
    output_.add(kSdf, to_sdf({.design = design_.manifest.top,
                              .voltage_v = library_.conditions.voltage_v,
                              .temperature_c = library_.conditions.temperature_c},
                             netlist_, delays));
    std::set<std::string> used;
    for (const tb::NetlistCell& cell : netlist_.cells) used.insert(cell.type);
    output_.add(files::kCellModels, cell_models(library_, used, {.specify = true}));
  }

  std::string read_commands() const {
    std::string text;
    for (const std::string& file : liberty_) text += fmt::format("read_liberty {}\n", file);
    return text + fmt::format("read_verilog {}\nlink_design {}\nread_sdc {}\n", files::kNetlist,
                              design_.manifest.top, files::kConstraints);
  }

  /// Toggles a cycle of each input bit: all that this version honours.
  std::string port_activities() const {
    std::string text;
    const generator::Port* clock = design_.manifest.find(generator::Role::clock);
    for (const tb::NetlistPort& port : netlist_.ports) {
      if (port.direction != generator::Direction::input) continue;
      if (clock != nullptr && port.name == clock->name) continue;
      for (std::size_t bit = 0; bit < port.bits.size(); ++bit) {
        const NetActivity& net = annotation_.nets[port.bits[bit]];
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
                      files::kNetlist, design_.manifest.top, files::kConstraints, kSdf, kSaif,
                      design_.manifest.top);
  }

  const fs::path& source_;
  const Pdk& pdk_;
  const Library& library_;
  SynthesisRecord record_;
  tb::DesignFiles design_;
  tb::Netlist netlist_;
  std::vector<BoundCell> cells_;
  support::OutputDirectory output_;
  tb::Activity activity_;
  Annotation annotation_;
  double cycles_ = 0.0;
  std::vector<std::string> liberty_;
};

/// The three parts of OpenSTA's line "Total".
std::optional<Power> parse_total(const std::string& output) {
  const std::size_t line = output.find("\nTotal ");
  Power power;
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

Handover write_handover(const fs::path& synthesized, const fs::path& directory, const Pdk& pdk,
                        const Library& library, std::uint64_t seed, support::Progress& progress) {
  progress.stage("writing the hand-over");
  Writer writer(synthesized, directory, pdk, library);
  writer.write(seed);
  writer.commit();
  Handover handover{directory, "", std::nullopt};
  run_opensta(handover);
  return handover;
}

}  // namespace pann::synth
