#include "support/tool_path.h"

#include <utility>

#include <fmt/format.h>

#include "support/diagnostic.h"

namespace pann::support {

void require_tool_path(const std::filesystem::path& path, std::string_view forbidden,
                       std::string code, std::string_view tool) {
  const std::string text = std::filesystem::absolute(path).string();
  const std::size_t at = text.find_first_of(forbidden);
  if (at == std::string::npos) return;
  fail_input(std::move(code),
             fmt::format("{} cannot work in '{}': it knows no escape for {}", tool, text,
                         text[at] == ' ' ? "blanks" : std::string(1, text[at])),
             "choose a path without it");
}

}  // namespace pann::support
