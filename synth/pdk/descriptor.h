#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "synth/pdk/pdk.h"

namespace pann::synth {

/// A library's descriptor as JSON ("schema": "pann.pdk"): what `pann pdk add` keeps.
std::string to_json_text(const Pdk& pdk);

/// Reads a descriptor; its files may be relative to it. Throws Failure(user_error,
/// "pdk.descriptor") naming the file and the field.
Pdk read_descriptor(const std::filesystem::path& path);

/// Whether it can name a library or a corner: letters, digits, _ and -.
bool is_library_word(const std::string& name);

/// Where the user's descriptors are: $XDG_CONFIG_HOME/pann/pdk, else ~/.config/pann/pdk.
std::filesystem::path descriptor_directory();

/// Keeps a descriptor under its name. Throws Failure(user_error): "pdk.name" for a name that is no
/// plain word or belongs to a built-in library, and as files are written.
std::filesystem::path add_descriptor(const Pdk& pdk);

/// The user's own descriptors, by name; those that cannot be read are faults.
std::vector<Pdk> own_descriptors();

}  // namespace pann::synth
