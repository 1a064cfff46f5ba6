#include "synth/pdk/pdk.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "support/cache.h"
#include "support/diagnostic.h"
#include "support/hash.h"
#include "support/name_pattern.h"
#include "support/output.h"
#include "synth/liberty/writer.h"
#include "synth/pdk/descriptor.h"
#include "synth/pdk/generic_library.h"

namespace pann::synth {

namespace fs = std::filesystem;

namespace {

constexpr const char* kPathVariable = "PANN_PDK_PATH";
constexpr char kCornerMark = ':';

Pdk osu018() {
  return {.name = "osu018",
          .title = "OSU 0.18 um cells (Debian package qflow-tech-osu018)",
          .corner = "typ 1.80 V 25 C",
          .files = {"/usr/share/qflow/tech/osu018/osu018_stdcells.lib"},
          .keep_off = {},
          .full_adder = AdderCell{"FAX1", {"A", "B", "C"}, "YS", "YC", false},
          .half_adder = AdderCell{"HAX1", {"A", "B"}, "YS", "YC", false},
          .clock_mhz = 100.0};
}

Pdk sky130hd() {
  return {.name = "sky130hd",
          .title = "SkyWater 130 nm, high density",
          .corner = "tt 1.80 V 25 C",
          .files = {"sky130hd/sky130_fd_sc_hd__tt_025C_1v80.lib"},
          .keep_off = {"*__probe*", "*__lpflow_*"},
          .full_adder = AdderCell{"sky130_fd_sc_hd__fa_1", {"A", "B", "CIN"}, "SUM", "COUT", false},
          .half_adder = AdderCell{"sky130_fd_sc_hd__ha_1", {"A", "B"}, "SUM", "COUT", false},
          .clock_mhz = 100.0};
}

Pdk ihp_sg13g2() {
  return {.name = "ihp_sg13g2",
          .title = "IHP SG13G2 130 nm",
          .corner = "typ 1.20 V 25 C",
          .files = {"ihp_sg13g2/sg13g2_stdcell_typ_1p20V_25C.lib"},
          .keep_off = {"sg13g2_lgcp_1", "sg13g2_slgcp_1", "sg13g2_sighold", "sg13g2_dfrbp_2"},
          .full_adder = std::nullopt,
          .half_adder = std::nullopt,
          .clock_mhz = 100.0};
}

Pdk gf180mcu_7t() {
  const std::string prefix = "gf180mcu_fd_sc_mcu7t5v0__";
  return {.name = "gf180mcu_7t",
          .title = "GlobalFoundries 180 nm MCU, 7 track, 5 V",
          .corner = "tt 5.00 V 25 C",
          .files = {"gf180mcu_7t/gf180mcu_fd_sc_mcu7t5v0__tt_025C_5v00.lib"},
          .keep_off = {"*_1"},
          .full_adder = AdderCell{prefix + "addf_2", {"A", "B", "CI"}, "S", "CO", false},
          .half_adder = AdderCell{prefix + "addh_2", {"A", "B"}, "S", "CO", false},
          .clock_mhz = 50.0};
}

Pdk asap7() {
  const std::string prefix = "asap7/asap7sc7p5t_";
  return {.name = "asap7",
          .title = "ASAP7 predictive 7 nm, RVT",
          .corner = "TT 0.70 V 25 C",
          .files = {prefix + "AO_RVT_TT_nldm_211120.lib", prefix + "INVBUF_RVT_TT_nldm_220122.lib",
                    prefix + "OA_RVT_TT_nldm_211120.lib", prefix + "SEQ_RVT_TT_nldm_220123.lib",
                    prefix + "SIMPLE_RVT_TT_nldm_211120.lib"},
          .keep_off = {"*x1p*_ASAP7*", "*xp*_ASAP7*", "SDF*", "ICG*"},
          .full_adder = AdderCell{"FAx1_ASAP7_75t_R", {"A", "B", "CI"}, "SN", "CON", true},
          .half_adder = AdderCell{"HAxp5_ASAP7_75t_R", {"A", "B"}, "SN", "CON", true},
          .clock_mhz = 500.0,
          .input_slew_ns = 0.01};
}

/// The synthetic library's file, written once to the cache.
fs::path generic_file() {
  constexpr const char* kFile = "pann_generic.lib";
  const std::string text = to_liberty_text(
      generic_library(),
      {.power = true,
       .constraints = true,
       .comment = "synthetic: made from logical effort, measured on no silicon; ratios only"});
  const fs::path directory = support::cached_directory(
      "pdk", support::content_hash({text}),
      [&](const fs::path& draft) { support::write_file(draft / kFile, text); });
  return directory / kFile;
}

Pdk generic() {
  return {.name = "generic",
          .title = "Synthetic library of logical effort: relative figures only",
          .corner = "assumed 1.20 V 25 C",
          .files = {generic_file()},
          .keep_off = {"CLKGATE_*", "FA_*", "HA_*"},
          .full_adder = AdderCell{"FA_1", {"A", "B", "CI"}, "S", "CO", false},
          .half_adder = AdderCell{"HA_1", {"A", "B"}, "S", "CO", false},
          .clock_mhz = 100.0,
          .synthetic = true};
}

/// The file itself, or the same packed with gzip; nothing where neither is there.
std::optional<fs::path> existing(const fs::path& path) {
  const fs::path packed = path.string() + ".gz";
  std::error_code error;
  if (fs::is_regular_file(path, error)) return path;
  if (fs::is_regular_file(packed, error)) return packed;
  return std::nullopt;
}

/// The descriptor's file names as they are on this machine; none unless all are there.
std::vector<fs::path> located(const std::vector<fs::path>& files) {
  const char* root = std::getenv(kPathVariable);
  std::vector<fs::path> found;
  for (const fs::path& file : files) {
    if (file.is_relative() && root == nullptr) break;
    const auto path = existing(file.is_relative() ? fs::path(root) / file : file);
    if (path) found.push_back(*path);
  }
  if (found.size() != files.size()) found.clear();
  return found;
}

void locate(Pdk& pdk) {
  pdk.files = located(pdk.files);
  for (PdkCorner& corner : pdk.corners) corner.files = located(corner.files);
}

[[noreturn]] void fail_missing(const std::string& name) {
  support::fail_input(
      "pdk.missing", fmt::format("--pdk {}: its Liberty files are not on this machine", name),
      name == "osu018" ? "apt-get install qflow-tech-osu018, or name another with --pdk"
                       : fmt::format("put them below a directory, '{}' among them, and set {} to "
                                     "it; or give the files with --liberty",
                                     name, kPathVariable));
}

/// At its own corner; the others may lack files.
Pdk library_named(const std::string& name) {
  std::vector<std::string> names;
  for (Pdk& pdk : known_pdks()) {
    names.push_back(pdk.name);
    if (pdk.name == name) return std::move(pdk);
  }
  support::fail_input(
      "pdk.unknown", fmt::format("--pdk {}: no library of that name", name),
      fmt::format("one of {}; any other library: --liberty FILE", fmt::join(names, ", ")));
}

Pdk at_corner(Pdk pdk, const std::string& name) {
  std::vector<std::string> names;
  for (PdkCorner& corner : pdk.corners) {
    names.push_back(corner.name);
    if (corner.name != name) continue;
    pdk.name = name_at_corner(pdk.name, name);
    pdk.corner = std::move(corner.corner);
    pdk.files = std::move(corner.files);
    return pdk;
  }
  support::fail_input(
      "pdk.corner", fmt::format("--corner {}: the library {} has no such corner", name, pdk.name),
      names.empty() ? fmt::format("it is known at '{}' alone; `pann pdk add NAME --liberty FILE "
                                  "--corner CORNER=FILE` makes a library of several known",
                                  pdk.corner)
                    : fmt::format("one of {}; without --corner it is '{}'", fmt::join(names, ", "),
                                  pdk.corner));
}

}  // namespace

std::vector<Pdk> built_in_pdks() {
  std::vector<Pdk> pdks{osu018(), sky130hd(), ihp_sg13g2(), gf180mcu_7t(), asap7(), generic()};
  for (Pdk& pdk : pdks) locate(pdk);
  return pdks;
}

std::vector<Pdk> known_pdks() {
  std::vector<Pdk> pdks = built_in_pdks();
  for (Pdk& pdk : own_descriptors()) {
    locate(pdk);
    pdks.push_back(std::move(pdk));
  }
  return pdks;
}

std::string name_at_corner(const std::string& name, const std::string& corner) {
  return name.substr(0, name.find(kCornerMark)) + kCornerMark + corner;
}

Pdk find_pdk(const std::string& name) {
  const std::size_t mark = name.find(kCornerMark);
  Pdk pdk = library_named(name.substr(0, mark));
  if (mark != std::string::npos) pdk = at_corner(std::move(pdk), name.substr(mark + 1));
  if (pdk.files.empty()) fail_missing(pdk.name);
  return pdk;
}

Pdk default_pdk() {
  const std::vector<Pdk> pdks = built_in_pdks();
  const auto found =
      std::find_if(pdks.begin(), pdks.end(), [](const Pdk& pdk) { return !pdk.files.empty(); });
  assert(found != pdks.end());  // generic is everywhere
  return *found;
}

Pdk pdk_of_files(std::vector<fs::path> files) {
  Pdk pdk;
  pdk.name = files.empty() ? "" : files.front().stem().string();
  pdk.title = "given by --liberty";
  pdk.files = std::move(files);
  return pdk;
}

bool is_kept_off(const Pdk& pdk, const Cell& cell) {
  return cell.dont_use ||
         std::any_of(pdk.keep_off.begin(), pdk.keep_off.end(), [&cell](const std::string& pattern) {
           return support::matches(pattern, cell.name);
         });
}

}  // namespace pann::synth
