#include <filesystem>
#include <memory>
#include <ostream>
#include <string>

#include <nlohmann/json.hpp>

#include "cli/manual/completion.h"
#include "cli/manual/man_page.h"
#include "cli/subcommand.h"
#include "support/output.h"
#include "support/print.h"

namespace pann::cli {

namespace {

support::ExitCode run(const Context& context, const Command& program, const std::string& target) {
  support::OutputDirectory directory(target);
  const std::vector<ManPage> pages = man_pages(program, "pann " PANN_VERSION);
  for (const ManPage& page : pages) directory.add("man1/" + page.file, page.text);
  directory.add("bash/" + program.name, bash_completion(program));
  directory.add("zsh/_" + program.name, zsh_completion(program));
  directory.commit();
  if (context.shows_report()) {
    support::print(context.output, "{} pages in {}/man1, completion in {}/bash and {}/zsh\n",
                   pages.size(), target, target, target);
  }
  write_json_report(context, "manual", {{"directory", target}, {"pages", pages.size()}});
  return support::ExitCode::ok;
}

}  // namespace

void register_manual(Command& app, Context& context) {
  Command& command = app.subcommand(
      "manual", "Writes man pages, one a subcommand, and completion for bash and zsh");
  auto target = std::make_shared<std::string>();
  command.option("-o,--output", target.get(), "Directory to write to").value("DIR").require();
  add_common_options(command, context);
  command.action = [&context, &app, target] { return run(context, app, *target); };
}

}  // namespace pann::cli
