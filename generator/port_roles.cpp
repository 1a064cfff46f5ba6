#include "generator/port_roles.h"

#include <array>
#include <string_view>
#include <utility>

namespace pann::generator {

namespace {

using RoleNames = std::array<std::pair<std::string_view, Role>, 16>;

constexpr RoleNames kUnitPorts{{{"clk_i", Role::clock},
                                {"rst_ni", Role::reset},
                                {"clear_i", Role::clear},
                                {"load_i", Role::load},
                                {"x_index_i", Role::index},
                                {"bias_i", Role::bias},
                                {"start_i", Role::start},
                                {"ready_o", Role::ready},
                                {"en_i", Role::enable},
                                {"negative_i", Role::negative},
                                {"x_i", Role::x},
                                {"w_i", Role::w},
                                {"valid_i", Role::valid_in},
                                {"valid_o", Role::valid_out},
                                {"product_o", Role::product},
                                {"acc_o", Role::accumulator}}};
constexpr RoleNames kAdderPorts{{{"a_i", Role::x},
                                 {"b_i", Role::w},
                                 {"c_i", Role::carry_in},
                                 {"sum_o", Role::sum},
                                 {"c_o", Role::carry_out}}};

}  // namespace

Role role_of(Kind kind, const std::string& port) {
  for (const auto& [name, role] : kind == Kind::adder ? kAdderPorts : kUnitPorts) {
    if (name == port) return role;
  }
  return Role::other_input;
}

bool is_output(Role role) {
  switch (role) {
    case Role::ready:
    case Role::product:
    case Role::sum:
    case Role::carry_out:
    case Role::accumulator:
    case Role::valid_out:
    case Role::other_output:
      return true;
    default:
      return false;
  }
}

int lanes_of(const DesignSpec& spec, Role role) {
  const bool is_array = spec.kind == Kind::mac_array;
  switch (role) {
    case Role::x:
      return is_array ? spec.rows : lanes_of(spec);
    case Role::w:
      return is_array ? spec.columns : lanes_of(spec);
    case Role::index:
      return plane_lane_count(spec);
    case Role::accumulator:
      return array_sums(spec);
    default:
      return 1;
  }
}

int width_of(const DesignSpec& spec, Role role) {
  switch (role) {
    case Role::x:
      return spec.x_width;
    case Role::w:
      return spec.kind == Kind::adder ? spec.x_width : spec.w_width;
    case Role::sum:
      return spec.x_width;
    case Role::product:
      return spec.x_width + spec.w_width;
    case Role::bias:
      return spec.acc_width;
    case Role::index:
      return window_index_bits(spec);
    case Role::accumulator:
      return spec.acc_width - spec.round;
    default:
      return 1;
  }
}

bool is_signed(const DesignSpec& spec, Role role) {
  const bool has_w = has_weight(spec.kind);
  switch (role) {
    case Role::x:
    case Role::sum:
      return spec.x_signed;
    case Role::w:
      if (spec.kind == Kind::other) return spec.w_signed;
      return has_w ? spec.w_signed && !spec.sign_ordered : spec.x_signed;
    case Role::product:
      return spec.x_signed || spec.w_signed;
    case Role::bias:
    case Role::accumulator:
      // With a sign beside it, even an unsigned x gives a signed sum.
      if (packs_elements(spec)) return true;
      if (spec.kind == Kind::sad_mac) return false;
      if (spec.kind == Kind::pann_mac && spec.sequencer == Sequencer::external) return true;
      return spec.x_signed || (has_w && spec.w_signed);
    default:
      return false;
  }
}

}  // namespace pann::generator
