#include "cli/options/command.h"

#include <utility>

namespace pann::cli {

bool Option::is_list() const {
  return std::holds_alternative<std::vector<int>*>(target) ||
         std::holds_alternative<std::vector<std::string>*>(target);
}

std::string Option::title() const {
  return names.substr(names.rfind(',') + 1);
}

Option& Option::value(std::string name) {
  value_name = std::move(name);
  return *this;
}

Option& Option::in_group(std::string heading) {
  group = std::move(heading);
  return *this;
}

Option& Option::require() {
  required = true;
  return *this;
}

Option& Option::show_default() {
  default_shown = true;
  return *this;
}

Option& Option::one_of(std::vector<std::string> names_of_values) {
  legal = std::move(names_of_values);
  return *this;
}

Option& Option::between(double low, double high) {
  bounds = Bounds{low, high};
  return *this;
}

Option& Option::at_least(double low) {
  bounds = Bounds{low};
  return *this;
}

Option& Option::above(double low) {
  bounds = Bounds{low, std::nullopt, true};
  return *this;
}

Option& Option::exclude(const Option& other) {
  excluded.push_back(&other);
  return *this;
}

Option& Option::need(const Option& other) {
  needed.push_back(&other);
  return *this;
}

Option& Command::option(std::string names, Target target, std::string help) {
  return options.emplace_back(Option{std::move(names), target, std::move(help)});
}

Command& Command::subcommand(std::string command_name, std::string command_summary) {
  return subcommands.emplace_back(Command{std::move(command_name), std::move(command_summary)});
}

}  // namespace pann::cli
