#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

#include "support/output.h"

namespace pann::test {

/// Why a cluster cannot be started here; empty: it can.
std::string no_cluster_here();

/// A real Slurm on loopback, as Debian packages it: slurmctld and nodes in process namespaces of
/// their own, so that killing one is a loss of power. Needs root; gone with this object.
class SlurmCluster {
 public:
  SlurmCluster(std::size_t nodes, int cpus);
  SlurmCluster(const SlurmCluster&) = delete;
  SlurmCluster& operator=(const SlurmCluster&) = delete;
  ~SlurmCluster();

  /// For programs that talk to it.
  std::vector<std::pair<std::string, std::string>> environment() const;

  /// "n1"; its processes die at once, and Slurm is told that it is down.
  void lose_node(const std::string& node);
  void start_node(const std::string& node);
  /// What a program of Slurm's prints.
  std::string ask(std::vector<std::string> arguments) const;

 private:
  void write_configuration(std::size_t nodes, int cpus);
  pid_t start(const std::vector<std::string>& arguments) const;
  bool all_idle(std::size_t nodes) const;

  support::TemporaryDirectory directory_{};
  pid_t controller_ = -1;
  std::map<std::string, pid_t> nodes_;
};

}  // namespace pann::test
