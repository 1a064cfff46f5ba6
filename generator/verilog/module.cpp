#include "generator/verilog/module.h"

namespace pann::generator::verilog {

Item::Item(const Item&) = default;
Item::Item(Item&&) noexcept = default;
Item& Item::operator=(const Item&) = default;
Item& Item::operator=(Item&&) noexcept = default;
Item::~Item() = default;

void append(Items& items, const Items& more) {
  items.insert(items.end(), more.begin(), more.end());
}

}  // namespace pann::generator::verilog
