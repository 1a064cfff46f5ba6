#include "analysis/sweep/slurm_client.h"

#include <cctype>
#include <chrono>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "support/diagnostic.h"
#include "support/process.h"

namespace pann::analysis {

namespace {

/// A controller that is busy answers late; one that hangs must not hang the collector.
constexpr std::chrono::seconds kPatience{60};

support::ProcessResult run(std::vector<std::string> arguments) {
  return support::run_process({.arguments = std::move(arguments), .timeout = kPatience});
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

std::set<std::size_t> task_numbers(const std::string& text) {
  std::set<std::size_t> numbers;
  std::size_t value = 0;
  std::optional<std::size_t> first;  // of a range
  bool has_digits = false;
  const auto take = [&] {
    if (!has_digits) return;
    for (std::size_t i = first.value_or(value); i <= value; ++i) numbers.insert(i);
    first.reset();
    value = 0;
    has_digits = false;
  };
  for (const char c : text) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      value = value * 10 + static_cast<std::size_t>(c - '0');
      has_digits = true;
    } else if (c == '-') {
      first = value;
      value = 0;
    } else if (c == '%') {
      break;  // how many may run at a time
    } else {
      take();
    }
  }
  take();
  return numbers;
}

SlurmClient::SlurmClient(std::vector<std::string> options) : options_(std::move(options)) {
  for (const char* program : {"sbatch", "squeue", "scancel"}) {
    if (support::find_program(program)) continue;
    support::fail_tool("tool.missing",
                       fmt::format("cannot start '{}': no such program in PATH", program),
                       "run this where jobs are submitted from (Debian: slurm-client), or use "
                       "--executor local or shell");
  }
}

SlurmArray SlurmClient::submit(const std::filesystem::path& script, const std::string& name,
                               std::size_t tasks, const std::filesystem::path& log) const {
  std::vector<std::string> arguments{"sbatch",
                                     "--parsable",
                                     "--requeue",
                                     "--open-mode=truncate",
                                     fmt::format("--job-name={}", name),
                                     fmt::format("--array=0-{}", tasks - 1),
                                     fmt::format("--output={}/%a.txt", log.string())};
  arguments.insert(arguments.end(), options_.begin(), options_.end());
  arguments.push_back(script.string());
  const support::ProcessResult result = run(std::move(arguments));
  // "JOB" or "JOB;CLUSTER"
  const std::string job = first_line(result.output).substr(0, result.output.find_first_of(";\n"));
  if (result.exit_code != 0 || job.empty()) {
    support::fail_tool("sweep.slurm",
                       fmt::format("sbatch does not take the sweep: {}", first_line(result.error)),
                       "options behind --slurm go to sbatch as they are; arrays are cut by "
                       "--array-tasks");
  }
  return {job, name};
}

std::optional<std::set<std::size_t>> SlurmClient::active(const SlurmArray& array) const {
  const support::ProcessResult result =
      run({"squeue", "--noheader", "--jobs", array.job, "--format=%j|%K"});
  if (result.exit_code != 0) {
    // A job that is long over is no longer known.
    if (result.error.find("Invalid job id") != std::string::npos) return std::set<std::size_t>();
    return std::nullopt;
  }
  std::set<std::size_t> active;
  std::istringstream lines(result.output);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t bar = line.rfind('|');
    if (bar == std::string::npos || line.substr(0, bar) != array.name) continue;
    active.merge(task_numbers(line.substr(bar + 1)));
  }
  return active;
}

std::string SlurmClient::end_of(const SlurmArray& array, std::size_t task) const {
  if (!support::find_program("sacct")) return "";
  const support::ProcessResult result =
      run({"sacct", "--noheader", "--parsable2", "--allocations", "--jobs",
           fmt::format("{}_{}", array.job, task), "--format=State,ExitCode"});
  if (result.exit_code != 0) return "";  // without a database there is no accounting
  std::string text = first_line(result.output);
  if (const std::size_t bar = text.find('|'); bar != std::string::npos) text[bar] = ' ';
  return text;
}

void SlurmClient::cancel(const SlurmArray& array) const noexcept {
  try {
    run({"scancel", "--quiet", fmt::format("--name={}", array.name), array.job});
  } catch (...) {
    // Tasks that go on write results that the next run merges.
  }
}

}  // namespace pann::analysis
