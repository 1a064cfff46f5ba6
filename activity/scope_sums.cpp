#include "activity/scope_sums.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <utility>

namespace pann::activity {

namespace {

constexpr std::size_t kNoScope = static_cast<std::size_t>(-1);

/// The scopes of the signals as a tree.
class ScopeTree {
 public:
  /// The scope that a signal's name stands in; made with those around it.
  std::size_t scope_of(const std::string& name) {
    const std::size_t dot = name.rfind('.');
    const bool is_root = dot == std::string::npos || dot == 0;
    return scope(is_root ? std::string() : name.substr(0, dot));
  }

  /// Adds a net to the scope itself and to all around it, once each.
  void add(std::size_t scope, circuit::NetId net, const NetCounts& counts) {
    if (own_net_[scope] != net) {
      own_net_[scope] = net;
      ++sums_[scope].own_nets;
      sums_[scope].own_toggles += counts.toggles();
    }
    for (; scope != kNoScope && net_[scope] != net; scope = parents_[scope]) {
      net_[scope] = net;
      ++sums_[scope].nets;
      sums_[scope].toggles += counts.toggles();
      sums_[scope].glitches += counts.glitches;
    }
  }

  std::vector<ScopeSum> take() {
    std::sort(sums_.begin(), sums_.end(),
              [](const ScopeSum& a, const ScopeSum& b) { return a.name < b.name; });
    return std::move(sums_);
  }

 private:
  std::size_t scope(const std::string& path) {
    if (const auto known = places_.find(path); known != places_.end()) return known->second;
    const std::size_t parent = path.empty() ? kNoScope : scope_of(path);
    const std::size_t place = sums_.size();
    places_.emplace(path, place);
    sums_.push_back({path, 0, 0, 0, 0, 0});
    parents_.push_back(parent);
    net_.push_back(kNoNet);
    own_net_.push_back(kNoNet);
    return place;
  }

  static constexpr circuit::NetId kNoNet = ~circuit::NetId{0};

  std::unordered_map<std::string, std::size_t> places_;
  std::vector<ScopeSum> sums_;
  std::vector<std::size_t> parents_;
  std::vector<circuit::NetId> net_;  ///< Last that was counted; nets come in order.
  std::vector<circuit::NetId> own_net_;
};

/// A name of a net: the scope that it stands in.
struct Membership {
  circuit::NetId net = 0;
  std::uint32_t scope = 0;
};

}  // namespace

std::vector<ScopeSum> sum_scopes(const Activity& activity) {
  ScopeTree tree;
  std::vector<Membership> memberships;
  for (const Signal& signal : activity.signals) {
    const auto scope = static_cast<std::uint32_t>(tree.scope_of(signal.name));
    for (const circuit::NetId net : signal.bits) memberships.push_back({net, scope});
  }
  std::sort(memberships.begin(), memberships.end(), [](const Membership& a, const Membership& b) {
    return std::pair(a.net, a.scope) < std::pair(b.net, b.scope);
  });
  for (const auto& [net, scope] : memberships) tree.add(scope, net, activity.nets[net]);
  return tree.take();
}

}  // namespace pann::activity
