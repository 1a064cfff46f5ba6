#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace pann::support {

/// Refuses a path that `tool` cannot be told: one whose absolute form holds a character of
/// `forbidden`, for which the tool knows no escape. Throws Failure(user_error, `code`).
void require_tool_path(const std::filesystem::path& path, std::string_view forbidden,
                       std::string code, std::string_view tool);

}  // namespace pann::support
