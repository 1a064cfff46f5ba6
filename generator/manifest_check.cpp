#include "generator/manifest_check.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "generator/port_roles.h"

namespace pann::generator {

namespace {

std::string port_path(std::size_t index) {
  return fmt::format("$.ports[{}]", index);
}

bool is_other(Role role) {
  return role == Role::other_input || role == Role::other_output || role == Role::held_high ||
         role == Role::other_clock;
}

bool is_operand(Role role) {
  return role == Role::x || role == Role::w;
}

class Checker {
 public:
  explicit Checker(const Manifest& manifest) : manifest_(manifest) {}

  std::vector<ManifestFault> run() {
    for (std::size_t i = 0; i < manifest_.ports.size(); ++i) {
      const Port& port = manifest_.ports[i];
      if (!names_.insert(port.name).second) {
        fault("manifest.port", port_path(i), "the name " + port.name + " is there twice");
      }
      check_direction(port, port_path(i));
      check_lanes(port, port_path(i));
      check_width(port, port_path(i));
    }
    check_lane_count();
    check_clock();
    return std::move(faults_);
  }

 private:
  void fault(std::string code, std::string path, std::string what) {
    faults_.push_back({std::move(code), std::move(path), std::move(what)});
  }

  void check_direction(const Port& port, const std::string& path) {
    if ((port.direction == Direction::output) == is_output(port.role)) return;
    fault("manifest.port", path,
          fmt::format("role {} is of an {}", name(port.role),
                      is_output(port.role) ? "output" : "input"));
  }

  void check_lanes(const Port& port, const std::string& path) {
    const bool has_lanes = is_operand(port.role) || port.role == Role::index ||
                           (port.role == Role::accumulator && is_array());
    if (!has_lanes && (port.lane != 0 || port.lanes != 1)) {
      fault("manifest.port", path,
            fmt::format("role {} has no lanes; x and w have", name(port.role)));
      return;
    }
    if (port.width % port.lanes != 0) {
      fault("manifest.port", path,
            fmt::format("{} lanes do not share {} bits evenly", port.lanes, port.width));
    }
    if (is_other(port.role)) return;
    for (int lane = port.lane; lane < port.lane + port.lanes; ++lane) {
      if (words_.insert({port.role, lane}).second) continue;
      fault("manifest.port", path,
            is_operand(port.role) && lane > 0
                ? fmt::format("lane {} of the role {} is there twice", lane, name(port.role))
                : fmt::format("the role {} is there twice", name(port.role)));
      return;
    }
  }

  void check_width(const Port& port, const std::string& path) {
    if (port.role == Role::other_clock && port.width != 1) {
      fault("manifest.port", path,
            fmt::format("width {} of role {}: a clock has 1", port.width, name(port.role)));
    }
    if (is_other(port.role) || port.width % port.lanes != 0) return;
    const int width = width_of(manifest_.design, port.role);
    const Kind kind = manifest_.design.kind;
    const bool any = (kind == Kind::other && !is_operand(port.role) && width != 1) ||
                     (kind == Kind::dot && port.role == Role::product);
    if (port.lane_width() != width && !any) {
      fault("manifest.port", path,
            fmt::format("width {} of role {} contradicts the design, which has {}",
                        port.lane_width(), name(port.role), width));
    }
    if (is_operand(port.role) && port.is_signed != is_signed(manifest_.design, port.role)) {
      fault("manifest.port", path,
            fmt::format("role {} is {} in the design", name(port.role),
                        port.is_signed ? "unsigned" : "signed"));
    }
  }

  void check_lane_count() {
    const int x = manifest_.lanes(Role::x);
    const int w = manifest_.lanes(Role::w);
    const Kind kind = manifest_.design.kind;
    if (x == 0 && kind != Kind::other) fault("manifest.port", "$.ports", "no port has the role x");
    if (!faults_.empty()) return;  // what follows would say the same once more
    for (const auto& [role, count] : {std::pair(Role::x, x), std::pair(Role::w, w)}) {
      for (int lane = 0; lane < count; ++lane) {
        if (words_.count({role, lane}) != 0) continue;
        fault("manifest.port", "$.ports",
              fmt::format("lane {} of the role {} is missing", lane, name(role)));
        break;
      }
    }
    if (is_array()) {
      check_array();
      return;
    }
    if (x != 0 && w != 0 && x != w) {
      fault("manifest.port", "$.ports", fmt::format("x has {} lanes, w has {}", x, w));
    }
    const int lanes = lanes_of(manifest_.design);
    if (lanes != 1 && x != lanes) {
      fault("manifest.port", "$.ports", fmt::format("x has {} lanes, the design {}", x, lanes));
    }
    if (std::max(x, w) > 1 && kind != Kind::dot && kind != Kind::pann_dot && kind != Kind::other) {
      fault("manifest.port", "$.ports",
            fmt::format("a {} takes one word of x, not {}", name(kind), std::max(x, w)));
    }
  }

  bool is_array() const {
    return manifest_.design.kind == Kind::mac_array || manifest_.design.kind == Kind::pann_array;
  }

  /// A row of a mac_array has a word of x, a column one of w, and each of their crossings a sum; of
  /// a pann_array each position has a sum, and x for its lanes or its window.
  void check_array() {
    for (const Role role : {Role::x, Role::w, Role::index, Role::accumulator}) {
      const DesignSpec& design = manifest_.design;
      const bool is_absent =
          role == Role::index ? !has_window(design) : role == Role::w && packs_elements(design);
      const int lanes = is_absent ? 0 : lanes_of(design, role);
      if (manifest_.lanes(role) == lanes) continue;
      fault(
          "manifest.port", "$.ports",
          fmt::format("{} has {} lanes, the design {}", name(role), manifest_.lanes(role), lanes));
    }
    const int latency = latency_of(manifest_.design);
    if (manifest_.latency == latency) return;
    fault("manifest.value", "$.latency",
          fmt::format("{}: the array of the design has {}", manifest_.latency, latency));
  }

  void check_clock() {
    const Kind kind = manifest_.design.kind;
    const bool accumulates = kind != Kind::other && manifest_.find(Role::accumulator) != nullptr;
    if (manifest_.is_clocked()) {
      if (accumulates && manifest_.latency == 0) {
        fault("manifest.value", "$.latency", "0: a stored sum is seen after an edge at least");
      }
      return;
    }
    if (accumulates) {
      fault("manifest.port", "$.ports",
            fmt::format("a {} needs a port of the role clock", name(kind)));
    }
    if (manifest_.find(Role::other_clock) != nullptr) {
      fault("manifest.port", "$.ports", "the role other_clock is there, but not the role clock");
    }
    if (manifest_.latency != 0) {
      fault("manifest.value", "$.latency",
            fmt::format("{}: a unit without a port of the role clock has the latency 0",
                        manifest_.latency));
    }
  }

  const Manifest& manifest_;
  std::set<std::string> names_;
  std::set<std::pair<Role, int>> words_;  ///< Role and lane; roles other_* are not in it.
  std::vector<ManifestFault> faults_;
};

}  // namespace

void adopt_operands(Manifest& manifest) {
  if (manifest.design.kind != Kind::other) return;
  if (const Port* x = manifest.find(Role::x)) {
    manifest.design.x_width = x->lane_width();
    manifest.design.x_signed = x->is_signed;
  }
  if (const Port* w = manifest.find(Role::w)) {
    manifest.design.w_width = w->lane_width();
    manifest.design.w_signed = w->is_signed;
  }
}

std::vector<ManifestFault> check_manifest(const Manifest& manifest) {
  return Checker(manifest).run();
}

}  // namespace pann::generator
