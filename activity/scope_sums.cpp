#include "activity/scope_sums.h"

#include <algorithm>
#include <map>

namespace pann::activity {

namespace {

struct Members {
  std::vector<circuit::NetId> own;
  std::vector<circuit::NetId> all;
};

void make_unique(std::vector<circuit::NetId>& nets) {
  std::sort(nets.begin(), nets.end());
  nets.erase(std::unique(nets.begin(), nets.end()), nets.end());
}

}  // namespace

std::vector<ScopeSum> sum_scopes(const Activity& activity) {
  std::map<std::string, Members> scopes;
  for (const Signal& signal : activity.signals) {
    bool is_own = true;
    for (std::size_t dot = signal.name.rfind('.');; dot = signal.name.rfind('.', dot - 1)) {
      const bool is_root = dot == std::string::npos || dot == 0;
      Members& members = scopes[is_root ? std::string() : signal.name.substr(0, dot)];
      members.all.insert(members.all.end(), signal.bits.begin(), signal.bits.end());
      if (is_own) members.own.insert(members.own.end(), signal.bits.begin(), signal.bits.end());
      is_own = false;
      if (is_root) break;
    }
  }
  std::vector<ScopeSum> sums;
  for (auto& [name, members] : scopes) {
    make_unique(members.own);
    make_unique(members.all);
    ScopeSum sum{name, members.own.size(), 0, members.all.size(), 0, 0};
    for (const circuit::NetId net : members.own) sum.own_toggles += activity.nets[net].toggles();
    for (const circuit::NetId net : members.all) {
      sum.toggles += activity.nets[net].toggles();
      sum.glitches += activity.nets[net].glitches;
    }
    sums.push_back(std::move(sum));
  }
  return sums;
}

}  // namespace pann::activity
