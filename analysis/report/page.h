#pragma once

#include <string_view>

namespace pann::analysis {

/// The style sheet of a report: light, dark and print, from a telephone to a wide screen.
std::string_view page_style();

/// What a report does on its own: sorts tables, copies text. The page reads well without it.
std::string_view page_script();

/// What page_script() is followed by where a table is explorable: a plot of any two of its columns.
std::string_view explore_script();

}  // namespace pann::analysis
