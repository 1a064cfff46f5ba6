#include "tb/model/arithmetic.h"

#include <algorithm>
#include <cassert>

namespace pann::tb {

namespace {

constexpr int kOperandBits = 64;
constexpr int kProductBits = 128;

}  // namespace

Wide extend(OperandBits bits, bool is_signed) {
  const Wide high = is_negative(bits, is_signed) ? ~Wide{0} << kOperandBits : Wide{0};
  return high | bits;
}

Wide truncate(Wide value, int width) {
  assert(width >= 1 && width <= kProductBits);
  return width == kProductBits ? value : value & ((Wide{1} << width) - 1);
}

std::uint64_t magnitude(OperandBits w, bool is_signed) {
  return is_negative(w, is_signed) ? OperandBits{0} - w : w;
}

bool is_negative(OperandBits w, bool is_signed) {
  return is_signed && (w >> (kOperandBits - 1)) != 0;
}

Wide multiply(const generator::DesignSpec& spec, OperandBits x, OperandBits w) {
  return extend(x, spec.x_signed) * extend(w, spec.w_signed);
}

Wide bounded_sum(const generator::DesignSpec& spec, Wide before, Wide addend) {
  const int width = spec.acc_width;
  const Wide sum = truncate(before + addend, width);
  const Wide top = Wide{1} << (width - 1);
  if (!spec.x_signed && !spec.w_signed) {
    return sum < truncate(before, width) ? truncate(~Wide{0}, width) : sum;
  }
  const bool before_negative = (before & top) != 0;
  const bool is_beyond =
      before_negative == ((addend & top) != 0) && before_negative != ((sum & top) != 0);
  if (!is_beyond) return sum;
  return before_negative ? top : top - 1;
}

void store_long_bits(Wide value, int width, std::size_t first, std::span<std::uint64_t> words) {
  for (int done = 0; done < width;) {
    const auto at = static_cast<int>((first + static_cast<std::size_t>(done)) % kOperandBits);
    const int count = std::min(width - done, kOperandBits - at);
    const std::uint64_t mask = ~std::uint64_t{0} >> (kOperandBits - count);
    const auto part = done < kProductBits ? static_cast<std::uint64_t>(value >> done) : 0;
    std::uint64_t& word = words[(first + static_cast<std::size_t>(done)) / kOperandBits];
    word = (word & ~(mask << at)) | ((part & mask) << at);
    done += count;
  }
}

}  // namespace pann::tb
