#include "cli/manual/man_page.h"

#include <algorithm>
#include <cctype>

#include <fmt/ranges.h>

#include "cli/options/value.h"

namespace pann::cli {

namespace {

/// A subcommand and the words that lead to it: {"pann", "toggles", "diff"}.
struct Named {
  const Command& command;
  std::vector<std::string> words;

  std::string page() const { return fmt::format("{}", fmt::join(words, "-")); }
};

/// Text that troff takes as it is: no escapes, no requests, no hyphens that are no minus.
std::string plain(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else {
      result += c;
    }
  }
  const bool is_request = !result.empty() && (result.front() == '.' || result.front() == '\'');
  return is_request ? "\\&" + result : result;
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::string names_of(const std::vector<const Option*>& options) {
  std::vector<std::string> names;
  for (const Option* option : options) names.push_back(option->title());
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string option_text(const Option& option) {
  std::string head = option.names;
  if (const std::size_t comma = head.find(','); comma != std::string::npos) {
    head.insert(comma + 1, " ");
  }
  const std::string value = value_words(option);
  std::string text = fmt::format(".TP\n.B {}", plain(head));
  if (!value.empty() && !option.is_positional()) text += " \\fI" + plain(value) + "\\fR";
  text += option.is_list() ? " ...\n" : "\n";
  text += plain(option.help) + ".\n";
  if (option.required) text += "Required.\n";
  if (option.default_shown) text += fmt::format("Default: {}.\n", plain(text_of(option)));
  if (!option.excluded.empty()) {
    text += fmt::format("Not with {}.\n", plain(names_of(option.excluded)));
  }
  if (!option.needed.empty()) {
    text += fmt::format("Only with {}.\n", plain(names_of(option.needed)));
  }
  return text;
}

std::string synopsis(const Named& named) {
  std::string text = fmt::format(".B {}\n", plain(fmt::format("{}", fmt::join(named.words, " "))));
  if (!named.command.action) text += "\\fISUBCOMMAND\\fR\n";
  for (const Option& option : named.command.options) {
    if (!option.required && !option.is_positional()) continue;
    std::string words = plain(option.title());
    if (!option.is_positional()) words += " \\fI" + plain(value_words(option)) + "\\fR";
    if (option.is_list()) words += " ...";
    text += option.required ? words + "\n" : "[" + words + "]\n";
  }
  return text + "[\\fIOPTIONS\\fR]\n";
}

/// Headings in the order in which they come up first.
std::vector<std::string> groups_of(const Command& command) {
  std::vector<std::string> groups;
  for (const Option& option : command.options) {
    if (std::find(groups.begin(), groups.end(), option.group) == groups.end()) {
      groups.push_back(option.group);
    }
  }
  return groups;
}

std::string subcommands_text(const Named& named) {
  if (named.command.subcommands.empty()) return "";
  std::string text = ".SH SUBCOMMANDS\n";
  for (const Command& sub : named.command.subcommands) {
    text += fmt::format(".TP\n.BR {}\\-{} (1)\n{}.\n", plain(named.page()), plain(sub.name),
                        plain(sub.summary));
  }
  return text;
}

ManPage page_of(const Named& named, const std::string& version) {
  const std::string page = named.page();
  std::string text = fmt::format(".TH {} 1 \"\" \"{}\" \"User commands\"\n", upper(page), version);
  text += fmt::format(".SH NAME\n{} \\- {}\n", plain(page), plain(named.command.summary));
  text += ".SH SYNOPSIS\n" + synopsis(named) + subcommands_text(named);
  for (const std::string& group : groups_of(named.command)) {
    text += fmt::format(".SH {}\n", group.empty() ? "OPTIONS" : upper(plain(group)) + " OPTIONS");
    for (const Option& option : named.command.options) {
      if (option.group == group) text += option_text(option);
    }
  }
  text +=
      ".SH EXIT STATUS\n0 done, 1 a check failed, 2 the input is at fault, 3 a tool is missing or "
      "failed, 4 internal error.\n";
  if (named.words.size() > 1) text += ".SH SEE ALSO\n.BR pann (1)\n";
  return {page + ".1", text};
}

void add_pages(std::vector<ManPage>& pages, const Named& named, const std::string& version) {
  pages.push_back(page_of(named, version));
  for (const Command& sub : named.command.subcommands) {
    Named below{sub, named.words};
    below.words.push_back(sub.name);
    add_pages(pages, below, version);
  }
}

}  // namespace

std::vector<ManPage> man_pages(const Command& program, const std::string& version) {
  std::vector<ManPage> pages;
  add_pages(pages, {program, {program.name}}, version);
  return pages;
}

}  // namespace pann::cli
