#include "generator/verilog/module.h"

namespace pann::generator::verilog {

Item::Item(const Item&) = default;
Item::Item(Item&&) noexcept = default;
Item& Item::operator=(const Item&) = default;
Item& Item::operator=(Item&&) noexcept = default;
Item::~Item() = default;

}  // namespace pann::generator::verilog
