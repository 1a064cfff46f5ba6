#include "circuit/elaborate.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "circuit/netlist_binary.h"
#include "circuit/source_files.h"
#include "circuit/yosys_json.h"
#include "support/cache.h"
#include "support/diagnostic.h"
#include "support/hash.h"
#include "support/input.h"
#include "support/output.h"
#include "support/process.h"
#include "support/tools.h"

namespace pann::circuit {

namespace fs = std::filesystem;

namespace {

constexpr const char* kCacheKind = "netlist";
constexpr const char* kNetlistFile = "netlist.bin";
/// What elaborating may take; a 64x64 MAC takes less than a hundredth.
constexpr std::size_t kMemoryLimit = std::size_t{16} << 30U;

/// -defer, then chparam: hierarchy -chparam asserts on a module that is elaborated already. proc,
/// flatten, techmap and simplemap keep every public name; opt_clean, prep and memory do not. Where
/// something stands in the source is not asked for, and writing it takes Yosys a quarter of its
/// time.
constexpr const char* kPasses =
    "proc\nattrmap -remove src\nflatten\ntechmap -map %gates\nsimplemap\n";

/// A mapped netlist stays what it is.
constexpr const char* kCellPasses = "proc\nattrmap -remove src\n";

/// What techmap maps to as it comes, read once for all designs of a process: another quarter.
constexpr const char* kGates =
    "read_verilog -nooverwrite -noblackbox -icells +/techmap.v\ndesign -stash gates\n";

const char* passes(const ElaborationRequest& request) {
  return request.cell_models.empty() ? kPasses : kCellPasses;
}

/// Yosys' scripts know no escape within quotes.
std::string quoted(const fs::path& path) {
  const std::string text = path.string();
  if (text.find_first_of("\"\n\r") != std::string::npos) {
    support::fail_input("netlist.path",
                        fmt::format("Yosys cannot read a file named {}: quotes and line ends are "
                                    "not allowed in its scripts",
                                    text),
                        "rename the file");
  }
  return '"' + text + '"';
}

/// A name for a folder in the directory that Yosys runs in: of folders with blanks it cannot be
/// told otherwise, as it keeps the quotes.
std::string link_to(const fs::path& folder, const fs::path& directory) {
  std::string name = "in_" + support::content_hash({folder.string()});
  if (!fs::is_symlink(directory / name)) fs::create_directory_symlink(folder, directory / name);
  return name;
}

/// One command for all: each of them elaborates the module once more, a third of Yosys' time.
std::string parameters_command(const ElaborationRequest& request) {
  if (request.parameters.empty()) return "";
  std::string text = "chparam";
  for (const auto& [name, value] : request.parameters) {
    text += fmt::format(" -set {} {}", name, value);
  }
  return text + fmt::format(" {}\n", request.top);
}

std::string script(const ElaborationRequest& request, const fs::path& output) {
  std::string text;
  for (const fs::path& file : request.cell_models) {
    text += fmt::format("read_verilog -lib {}\n", quoted(fs::absolute(file)));
  }
  std::string folders;
  for (const fs::path& folder : search_path(request)) {
    folders += " -I " + link_to(folder, output.parent_path());
  }
  for (const fs::path& file : request.files) {
    text += fmt::format("read_verilog -defer{} {}\n", folders, quoted(fs::absolute(file)));
  }
  text += parameters_command(request);
  text += fmt::format("hierarchy -check -top {}\n", request.top);
  return text + passes(request) + fmt::format("write_json {}\ndesign -reset\n", quoted(output));
}

std::string cache_key(const ElaborationRequest& request, const std::string& yosys) {
  std::vector<std::string> parts = source_key(request);
  parts.insert(parts.end(), {yosys, kNetlistBinaryVersion, passes(request)});
  return support::content_hash({parts.begin(), parts.end()});
}

struct Job {
  const ElaborationRequest* request = nullptr;
  std::string key;
};

/// "ERROR: ..." of Yosys' output, without the word; nothing where Yosys did not end by itself.
std::optional<std::string> yosys_error(const support::ProcessResult& result) {
  for (const std::string& text : {result.error, result.output}) {
    const std::size_t start = text.find("ERROR: ");
    if (start == std::string::npos) continue;
    const std::size_t end = text.find('\n', start);
    return text.substr(start + 7, end == std::string::npos ? end : end - start - 7);
  }
  return std::nullopt;
}

support::ProcessResult run_yosys(std::span<const Job> jobs, const fs::path& directory) {
  const bool is_mapped = std::all_of(
      jobs.begin(), jobs.end(), [](const Job& job) { return !job.request->cell_models.empty(); });
  std::string text = is_mapped ? "" : kGates;
  for (const Job& job : jobs) text += script(*job.request, directory / job.key);
  const fs::path file = directory / "elaborate.ys";
  support::write_file(file, text);
  // In a directory without sources, where Yosys looks for included files first.
  return support::run_process({.arguments = {"yosys", "-q", "-s", file.string()},
                               .directory = directory,
                               .memory_limit_bytes = kMemoryLimit});
}

/// Whether Yosys gave up because the design is larger than it can hold.
bool is_too_large(const support::ProcessResult& result) {
  return result.error.find("std::bad_alloc") != std::string::npos ||
         result.error.find("std::length_error") != std::string::npos ||
         result.error.find("hash table exceeded maximum size") != std::string::npos;
}

void keep(const Job& job, const fs::path& directory) {
  support::cached_directory(kCacheKind, job.key, [&](const fs::path& draft) {
    support::write_file(draft / kNetlistFile, to_binary(read_yosys_json(directory / job.key)));
  });
}

/// One process for all; where a source is at fault, one each, so that it is told of the right
/// design. A Yosys that broke off without a word on the sources is the tool's fault, not theirs.
void elaborate_missing(std::span<const Job> jobs) {
  const support::TemporaryDirectory directory;
  const support::ProcessResult result = run_yosys(jobs, directory.path());
  if (result.exit_code == 0) {
    for (const Job& job : jobs) keep(job, directory.path());
    return;
  }
  const std::optional<std::string> error = yosys_error(result);
  const bool is_large = !error && is_too_large(result);
  if (!error && !is_large) support::fail_process("yosys", result, "yosys.failed");
  if (is_large && jobs.size() == 1) {
    support::fail_input("netlist.size",
                        fmt::format("Yosys cannot hold '{}' in memory", jobs[0].request->top),
                        "look for a width, a memory or a generate loop beyond reason");
  }
  if (jobs.size() == 1) {
    support::fail_input(
        "netlist.elaborate",
        fmt::format("Yosys cannot elaborate '{}': {}", jobs[0].request->top, *error),
        "mend the Verilog source or its parameters; 'yosys -p \"read_verilog ...\"' shows the "
        "same");
  }
  for (const Job& job : jobs) elaborate_missing({&job, 1});
}

Netlist load(const std::string& key) {
  const fs::path entry = support::cache_root() / kCacheKind / key;
  std::optional<Netlist> netlist = from_binary(support::read_file(entry / kNetlistFile));
  if (netlist) return std::move(*netlist);
  support::fail_input("netlist.cache",
                      fmt::format("the cached netlist in {} is damaged", entry.string()),
                      "remove that directory");
}

/// The cache's keys of the requests, all of which it has afterwards.
std::vector<std::string> elaborated_keys(std::span<const ElaborationRequest> requests) {
  const std::string yosys = support::program_fingerprint("yosys");
  std::vector<std::string> keys;
  std::vector<Job> missing;
  std::set<std::string> asked;
  for (const ElaborationRequest& request : requests) {
    keys.push_back(cache_key(request, yosys));
    const bool known = fs::is_directory(support::cache_root() / kCacheKind / keys.back());
    if (!known && asked.insert(keys.back()).second) missing.push_back({&request, keys.back()});
  }
  if (!missing.empty()) elaborate_missing(missing);
  return keys;
}

}  // namespace

ElaborationRequest elaboration_request(const fs::path& directory,
                                       const generator::Manifest& manifest) {
  ElaborationRequest request{.files = {}, .top = manifest.top};
  for (const std::string& file : manifest.files) request.files.push_back(directory / file);
  for (const std::string& folder : manifest.include) request.include.push_back(directory / folder);
  for (const generator::Parameter& parameter : manifest.parameters) {
    request.parameters.emplace_back(parameter.name, parameter.value);
  }
  return request;
}

void prepare_elaboration(std::span<const ElaborationRequest> requests) {
  elaborated_keys(requests);
}

std::vector<Netlist> elaborate_all(std::span<const ElaborationRequest> requests) {
  const std::vector<std::string> keys = elaborated_keys(requests);
  std::vector<Netlist> netlists;
  netlists.reserve(keys.size());
  for (const std::string& key : keys) netlists.push_back(load(key));
  return netlists;
}

Netlist elaborate(const ElaborationRequest& request) {
  return std::move(elaborate_all({&request, 1}).front());
}

}  // namespace pann::circuit
