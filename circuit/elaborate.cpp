#include "circuit/elaborate.h"

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>

#include <fmt/format.h>

#include "circuit/netlist_binary.h"
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

/// -defer, then chparam: hierarchy -chparam asserts on a module that is elaborated already. proc,
/// flatten, techmap and simplemap keep every public name; opt_clean, prep and memory do not.
constexpr const char* kPasses = "proc\nflatten\ntechmap\nsimplemap\n";

/// A mapped netlist stays what it is.
constexpr const char* kCellPasses = "proc\n";

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

std::string script(const ElaborationRequest& request, const fs::path& output) {
  std::string text;
  for (const fs::path& file : request.cell_models) {
    text += fmt::format("read_verilog -lib {}\n", quoted(fs::absolute(file)));
  }
  for (const fs::path& file : request.files) {
    text += fmt::format("read_verilog -defer {}\n", quoted(fs::absolute(file)));
  }
  for (const auto& [name, value] : request.parameters) {
    text += fmt::format("chparam -set {} {} {}\n", name, value, request.top);
  }
  text += fmt::format("hierarchy -check -top {}\n", request.top);
  return text + passes(request) + fmt::format("write_json {}\ndesign -reset\n", quoted(output));
}

/// The sources' text and that of the files they include, found as Yosys finds them: beside the
/// including file.
void collect_sources(const fs::path& file, std::set<fs::path>& seen,
                     std::vector<std::string>& texts) {
  if (!seen.insert(file).second) return;
  texts.push_back(support::read_file(file));
  if (texts.back().find("`include") == std::string::npos) return;
  static const std::regex include_pattern("`include\\s+\"([^\"]+)\"");
  const std::string text = texts.back();
  for (std::sregex_iterator found(text.begin(), text.end(), include_pattern), end; found != end;
       ++found) {
    const fs::path included = file.parent_path() / (*found)[1].str();
    if (fs::is_regular_file(included)) collect_sources(included, seen, texts);
  }
}

std::string cache_key(const ElaborationRequest& request, const std::string& yosys) {
  std::vector<std::string> texts{yosys, kNetlistBinaryVersion, passes(request), request.top};
  for (const auto& [name, value] : request.parameters) {
    texts.push_back(fmt::format("{}={}", name, value));
  }
  std::set<fs::path> seen;
  for (const fs::path& file : request.cell_models) collect_sources(file, seen, texts);
  for (const fs::path& file : request.files) collect_sources(file, seen, texts);
  return support::content_hash({texts.begin(), texts.end()});
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
  std::string text;
  for (const Job& job : jobs) text += script(*job.request, directory / job.key);
  const fs::path file = directory / "elaborate.ys";
  support::write_file(file, text);
  return support::run_process({.arguments = {"yosys", "-q", "-s", file.string()}});
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
  if (!error) support::fail_process("yosys", result, "yosys.failed");
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

}  // namespace

ElaborationRequest elaboration_request(const fs::path& directory,
                                       const generator::Manifest& manifest) {
  ElaborationRequest request{.files = {}, .top = manifest.top};
  for (const std::string& file : manifest.files) request.files.push_back(directory / file);
  for (const generator::Parameter& parameter : manifest.parameters) {
    request.parameters.emplace_back(parameter.name, parameter.value);
  }
  return request;
}

std::vector<Netlist> elaborate_all(std::span<const ElaborationRequest> requests) {
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
  std::vector<Netlist> netlists;
  netlists.reserve(keys.size());
  for (const std::string& key : keys) netlists.push_back(load(key));
  return netlists;
}

Netlist elaborate(const ElaborationRequest& request) {
  return std::move(elaborate_all({&request, 1}).front());
}

}  // namespace pann::circuit
