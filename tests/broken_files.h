#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "generator/units/emit.h"
#include "support/output.h"

namespace pann::test {

/// Writes the files; the first `from` in each of them becomes `to`, to break a unit on purpose.
inline void write_files(const std::filesystem::path& directory,
                        const std::vector<generator::EmittedFile>& files, const std::string& from,
                        const std::string& to) {
  for (const generator::EmittedFile& file : files) {
    std::string text = file.text;
    const std::size_t at = from.empty() ? std::string::npos : text.find(from);
    if (at != std::string::npos) text.replace(at, from.size(), to);
    support::write_file(directory / file.name, text);
  }
}

}  // namespace pann::test
