#include "slurm/cluster.h"

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <netdb.h>
#include <random>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "support/input.h"
#include "support/process.h"

namespace pann::test {

namespace {

bool is_free(int port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  const bool free =
      ::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(listener);
  return free;
}

/// The first of `count` free ports below the range that systems hand out.
int free_ports(int count) {
  std::random_device random;
  for (;;) {
    const int first = 20000 + static_cast<int>(random() % 12000);
    bool free = true;
    for (int port = first; free && port < first + count; ++port) free = is_free(port);
    if (free) return first;
  }
}

/// The address of the machine's own name, where slurmctld listens; empty: none.
std::string own_address() {
  char name[256] = {};
  addrinfo wanted{};
  wanted.ai_family = AF_INET;
  addrinfo* found = nullptr;
  if (::gethostname(name, sizeof name - 1) != 0 ||
      ::getaddrinfo(name, nullptr, &wanted, &found) != 0) {
    return "";
  }
  char text[INET_ADDRSTRLEN] = {};
  ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(found->ai_addr)->sin_addr, text,
              sizeof text);
  ::freeaddrinfo(found);
  return text;
}

template <class Condition>
bool wait_until(std::chrono::seconds most, const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + most;
  while (std::chrono::steady_clock::now() < end) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

}  // namespace

std::string no_cluster_here() {
  if (::geteuid() != 0) return "a cluster on loopback needs root";
  std::error_code error;
  if (std::filesystem::is_empty("/sys/fs/cgroup", error) || error) {
    return "slurmd needs control groups at /sys/fs/cgroup";
  }
  // slurmctld listens at the address of the machine's name alone, and must not at others.
  if (const std::string address = own_address(); address != "127.0.0.1") {
    return fmt::format("this machine's name leads to '{}', not to 127.0.0.1 (/etc/hosts)", address);
  }
  for (const char* program : {"slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "unshare"}) {
    if (!support::find_program(program)) return fmt::format("there is no {}", program);
  }
  return "";
}

SlurmCluster::SlurmCluster(std::size_t nodes, int cpus) {
  std::filesystem::create_directory(directory_.path() / "state");
  write_configuration(nodes, cpus);
  controller_ = start({"slurmctld", "-D", "-f", (directory_.path() / "slurm.conf").string()});
  for (std::size_t i = 1; i <= nodes; ++i) start_node(fmt::format("n{}", i));
  if (wait_until(std::chrono::seconds(30), [&] { return all_idle(nodes); })) return;
  throw std::runtime_error("the cluster does not come up:\n" +
                           support::read_file(directory_.path() / "slurmctld.log"));
}

SlurmCluster::~SlurmCluster() {
  for (const auto& [node, pid] : nodes_) ::kill(pid, SIGKILL);
  ::kill(controller_, SIGTERM);
  int status = 0;
  for (const auto& [node, pid] : nodes_) ::waitpid(pid, &status, 0);
  ::waitpid(controller_, &status, 0);
}

void SlurmCluster::write_configuration(std::size_t nodes, int cpus) {
  const std::string place = directory_.path().string();
  const int port = free_ports(static_cast<int>(nodes) + 1);
  support::write_file(
      directory_.path() / "slurm.conf",
      fmt::format(
          "ClusterName=t\nSlurmctldHost=localhost(127.0.0.1)\nSlurmctldPort={1}\nSlurmUser=root\n"
          "SlurmdUser=root\nAuthType=auth/none\nCredType=cred/none\nAuthInfo=cred_expire=5\n"
          "CommunicationParameters=NoCtldInAddrAny,NoInAddrAny\nStateSaveLocation={0}/state\n"
          "SlurmdSpoolDir={0}/spool.%n\nSlurmctldPidFile={0}/slurmctld.pid\n"
          "SlurmdPidFile={0}/slurmd.%n.pid\nSlurmctldLogFile={0}/slurmctld.log\n"
          "SlurmdLogFile={0}/slurmd.%n.log\nMailProg=/bin/true\nMpiDefault=none\n"
          "SwitchType=switch/none\nProctrackType=proctrack/pgid\nTaskPlugin=task/none\n"
          "JobAcctGatherType=jobacct_gather/none\nAccountingStorageType=accounting_storage/none\n"
          "JobCompType=jobcomp/none\nSelectType=select/cons_tres\nSelectTypeParameters=CR_CPU\n"
          "SchedulerType=sched/backfill\n"
          "SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0\n"
          "SlurmdParameters=config_overrides\nReturnToService=2\nMinJobAge=300\n"
          "MaxArraySize=10001\nMaxJobCount=20000\nSlurmdTimeout=5\nMessageTimeout=5\nTCPTimeout=2\n"
          "KillWait=2\nNodeName=n[1-{2}] NodeHostname=localhost NodeAddr=127.0.0.1 "
          "Port=[{3}-{4}] CPUs={5} RealMemory=1000 State=UNKNOWN\n"
          "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n",
          place, port, nodes, port + 1, port + static_cast<int>(nodes), cpus));
}

std::vector<std::pair<std::string, std::string>> SlurmCluster::environment() const {
  // Without it Slurm's programs ask the network's name server for a cluster.
  return {{"SLURM_CONF", (directory_.path() / "slurm.conf").string()}};
}

pid_t SlurmCluster::start(const std::vector<std::string>& arguments) const {
  const pid_t pid = ::fork();
  if (pid != 0) return pid;
  for (const auto& [name, value] : environment()) ::setenv(name.c_str(), value.c_str(), 1);
  const int nothing = ::open("/dev/null", O_RDWR);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nothing, stream);
  std::vector<char*> words;
  for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execvp(words.front(), words.data());
  ::_exit(127);
}

void SlurmCluster::start_node(const std::string& node) {
  // The shell is the first process there and waits for orphans; slurmd would not, and cancelled
  // jobs would stay.
  nodes_[node] = start({"unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c",
                        "slurmd -D -f \"$0\" -N \"$1\" & wait",
                        (directory_.path() / "slurm.conf").string(), node});
}

void SlurmCluster::lose_node(const std::string& node) {
  ::kill(nodes_.at(node), SIGKILL);
  int status = 0;
  ::waitpid(nodes_.at(node), &status, 0);
  nodes_.erase(node);
  ask({"scontrol", "update", "NodeName=" + node, "State=DOWN", "Reason=loss"});
}

std::string SlurmCluster::ask(std::vector<std::string> arguments) const {
  return support::run_process({.arguments = std::move(arguments),
                               .environment = environment(),
                               .timeout = std::chrono::seconds(20)})
      .output;
}

bool SlurmCluster::all_idle(std::size_t nodes) const {
  const std::string text = ask({"sinfo", "-h", "-N", "-t", "idle", "-o", "%N"});
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) == nodes;
}

}  // namespace pann::test
