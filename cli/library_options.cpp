#include "cli/library_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pann::cli {

void add_library_options(Command& app, LibraryArguments& arguments) {
  const Option& pdk = app.option("--pdk", &arguments.pdk,
                                 "Cell library by name (osu018, sky130hd, ...; `pann pdk list`)")
                          .value("NAME");
  const Option& corner =
      app.option("--corner", &arguments.corner, "Another corner that the library is known at")
          .value("NAME");
  app.option("--liberty", &arguments.liberty,
             "Cell library by its Liberty files, one or several, gzipped or not")
      .value("FILE")
      .exclude(pdk)
      .exclude(corner);
}

synth::Pdk chosen_pdk(const LibraryArguments& arguments) {
  if (!arguments.liberty.empty()) {
    return synth::pdk_of_files({arguments.liberty.begin(), arguments.liberty.end()});
  }
  if (arguments.corner.empty()) {
    return arguments.pdk.empty() ? synth::default_pdk() : synth::find_pdk(arguments.pdk);
  }
  const std::string name = arguments.pdk.empty() ? synth::default_pdk().name : arguments.pdk;
  return synth::find_pdk(synth::name_at_corner(name, arguments.corner));
}

std::vector<NamedPath> library_inputs(const LibraryArguments& arguments) {
  std::vector<NamedPath> inputs;
  for (const std::string& file : arguments.liberty) inputs.push_back({"--liberty", file});
  return inputs;
}

std::string conditions_text(const synth::Library& library) {
  return fmt::format("{:g} V {:g} C", library.conditions.voltage_v,
                     library.conditions.temperature_c);
}

std::string describe(const synth::Pdk& pdk, const synth::Library& library) {
  const bool synthetic = pdk.synthetic || library.synthetic;
  const std::string corner = pdk.corner.empty() ? conditions_text(library) : pdk.corner;
  const std::string units = library.default_units.empty()
                                ? ""
                                : fmt::format(", not stated and taken as the standard has it: {}",
                                              fmt::join(library.default_units, ", "));
  return fmt::format("{} ({}){}{}", library.name, corner,
                     synthetic ? ", synthetic: relative figures only" : "", units);
}

}  // namespace pann::cli
