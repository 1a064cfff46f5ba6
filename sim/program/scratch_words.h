#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace pann::sim {

/// Gives the memory back to the thread that frees it, which keeps some for the next run: fresh
/// pages cost more than what a short run computes.
struct ScratchDeleter {
  std::size_t words = 0;
  void operator()(std::uint64_t* memory) const noexcept;
};

/// 64-bit words aligned for vectors.
using ScratchWords = std::unique_ptr<std::uint64_t[], ScratchDeleter>;

/// At least one word, of any content. Throws std::bad_alloc.
ScratchWords scratch_words(std::size_t words);

/// The same, all 0.
ScratchWords zero_words(std::size_t words);

}  // namespace pann::sim
