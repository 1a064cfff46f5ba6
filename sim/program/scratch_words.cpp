#include "sim/program/scratch_words.h"

#include <algorithm>
#include <new>
#include <vector>

#include <hwy/aligned_allocator.h>

namespace pann::sim {

namespace {

using Memory = hwy::AlignedFreeUniquePtr<std::uint64_t[]>;

/// What one thread keeps.
class Kept {
 public:
  /// The smallest piece that is large enough but not much too large; null: none.
  Memory take(std::size_t& words) {
    auto best = pieces_.end();
    for (auto piece = pieces_.begin(); piece != pieces_.end(); ++piece) {
      if (piece->words < words || piece->words / kMostWaste > words) continue;
      if (best == pieces_.end() || piece->words < best->words) best = piece;
    }
    if (best == pieces_.end()) return nullptr;
    Memory memory = std::move(best->memory);
    words = best->words;
    held_ -= words;
    pieces_.erase(best);
    return memory;
  }

  void keep(Memory memory, std::size_t words) {
    if (held_ + words > kMostWords || pieces_.size() >= kMostPieces) return;
    pieces_.push_back({std::move(memory), words});
    held_ += words;
  }

 private:
  static constexpr std::size_t kMostWords = std::size_t{1} << 23U;  ///< 64 MB.
  static constexpr std::size_t kMostPieces = 16;
  static constexpr std::size_t kMostWaste = 4;

  struct Piece {
    Memory memory;
    std::size_t words = 0;
  };
  std::vector<Piece> pieces_;
  std::size_t held_ = 0;
};

Kept& kept() {
  thread_local Kept pieces;
  return pieces;
}

}  // namespace

void ScratchDeleter::operator()(std::uint64_t* memory) const noexcept {
  Memory owned(memory);
  try {
    kept().keep(std::move(owned), words);
  } catch (const std::bad_alloc&) {  // then it is freed
  }
}

ScratchWords scratch_words(std::size_t words) {
  words = std::max<std::size_t>(words, 1);
  Memory memory = kept().take(words);
  if (memory == nullptr) memory = hwy::AllocateAligned<std::uint64_t>(words);
  if (memory == nullptr) throw std::bad_alloc();
  return ScratchWords(memory.release(), ScratchDeleter{words});
}

ScratchWords zero_words(std::size_t words) {
  ScratchWords memory = scratch_words(words);
  std::fill_n(memory.get(), words, 0);
  return memory;
}

}  // namespace pann::sim
