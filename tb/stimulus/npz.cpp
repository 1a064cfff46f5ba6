#include "tb/stimulus/npz.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <new>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <zip.h>

#include "support/diagnostic.h"
#include "support/input.h"

namespace pann::tb {

namespace {

constexpr std::string_view kMemberSuffix = ".npy";
constexpr std::size_t kMaximumArchiveBytes = 4 * kMaximumNpyBytes;
constexpr zip_uint16_t kDosDate1980 = (1U << 5U) | 1U;  // 1980-01-01, the first that zip can say.

struct FileClose {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;
using MemberFile = std::unique_ptr<zip_file_t, FileClose>;

[[noreturn]] void fail_archive(const std::string& source, const std::string& why) {
  support::fail_input("npz.archive",
                      fmt::format("'{}' cannot be read as an .npz archive: {}", source, why),
                      "write the file with numpy.savez; copy it again if it was cut");
}

std::string error_text(zip_error_t& error) {
  std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  return text;
}

/// Opens an archive in memory for reading; the bytes must outlive it.
Archive open_bytes(const std::string& bytes, const std::string& source) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* buffer = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (buffer == nullptr) fail_archive(source, error_text(error));
  Archive archive(zip_open_from_source(buffer, ZIP_RDONLY, &error), zip_discard);
  if (!archive) {
    zip_source_free(buffer);
    fail_archive(source, error_text(error));
  }
  zip_error_fini(&error);
  return archive;
}

[[noreturn]] void out_of_memory() {
  throw std::bad_alloc();
}

}  // namespace

struct NpzArchive::State {
  std::string bytes;
  std::string source;
  Archive archive{nullptr, zip_discard};
  std::vector<std::string> names{};
  std::size_t unpacked = 0;
};

NpzArchive::NpzArchive(std::unique_ptr<State> state) : state_(std::move(state)) {}
NpzArchive::NpzArchive(NpzArchive&& other) noexcept = default;
NpzArchive& NpzArchive::operator=(NpzArchive&& other) noexcept = default;
NpzArchive::~NpzArchive() = default;

NpzArchive NpzArchive::open(const std::filesystem::path& path) {
  return from_bytes(support::read_file(path, kMaximumNpyBytes), path.string());
}

NpzArchive NpzArchive::from_bytes(std::string bytes, std::string source) {
  if (bytes.empty()) fail_archive(source, "it is empty");  // An empty archive, to libzip.
  auto state = std::make_unique<State>();
  state->bytes = std::move(bytes);
  state->source = std::move(source);
  state->archive = open_bytes(state->bytes, state->source);
  const auto count = static_cast<zip_uint64_t>(zip_get_num_entries(state->archive.get(), 0));
  for (zip_uint64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(state->archive.get(), i, ZIP_FL_ENC_RAW);
    if (name == nullptr || !std::string_view(name).ends_with(kMemberSuffix)) continue;
    const std::string_view text(name);
    std::string array(text.substr(0, text.size() - kMemberSuffix.size()));
    const auto& known = state->names;
    if (std::find(known.begin(), known.end(), array) != known.end()) {
      support::fail_input("npz.duplicate",
                          fmt::format("'{}' has two arrays '{}'", state->source, array),
                          "which one is meant? write the file anew with numpy.savez");
    }
    state->names.push_back(std::move(array));
  }
  return NpzArchive(std::move(state));
}

const std::vector<std::string>& NpzArchive::names() const {
  return state_->names;
}

bool NpzArchive::contains(std::string_view name) const {
  return std::find(names().begin(), names().end(), name) != names().end();
}

const std::string& NpzArchive::source() const {
  return state_->source;
}

NpyArray NpzArchive::read(const std::string& name) {
  const std::string member = name + std::string(kMemberSuffix);
  const std::string where = state_->source + ": " + member;
  zip_t* archive = state_->archive.get();
  const zip_int64_t index = zip_name_locate(archive, member.c_str(), ZIP_FL_ENC_RAW);
  if (index < 0) {
    support::fail_input("npz.array", fmt::format("'{}' has no array '{}'", source(), name),
                        names().empty() ? "" : fmt::format("it has: {}", fmt::join(names(), ", ")));
  }
  const MemberFile file(zip_fopen_index(archive, static_cast<zip_uint64_t>(index), 0));
  if (!file) fail_archive(where, zip_strerror(archive));
  std::string content;
  std::string chunk(std::size_t{1} << 16U, '\0');
  for (;;) {
    const zip_int64_t count = zip_fread(file.get(), chunk.data(), chunk.size());
    if (count < 0) fail_archive(where, zip_file_strerror(file.get()));
    if (count == 0) break;
    content.append(chunk.data(), static_cast<std::size_t>(count));
    state_->unpacked += static_cast<std::size_t>(count);
    if (content.size() > kMaximumNpyBytes || state_->unpacked > kMaximumArchiveBytes) {
      support::fail_input(
          "npz.size",
          fmt::format("'{}' unpacks to more than {} bytes ({} for the whole archive)", where,
                      kMaximumNpyBytes, kMaximumArchiveBytes),
          "is it the right file? Split it into several");
    }
  }
  return parse_npy(content, where);
}

std::string npz_bytes(const std::vector<std::pair<std::string, NpyArray>>& arrays) {
  std::vector<std::string> members;
  members.reserve(arrays.size());
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (buffer == nullptr) out_of_memory();
  zip_source_keep(buffer);
  Archive archive(zip_open_from_source(buffer, ZIP_TRUNCATE, &error), zip_discard);
  if (!archive) out_of_memory();
  for (const auto& [name, array] : arrays) {
    members.push_back(npy_bytes(array));
    zip_source_t* member =
        zip_source_buffer(archive.get(), members.back().data(), members.back().size(), 0);
    if (member == nullptr) out_of_memory();
    const std::string path = name + std::string(kMemberSuffix);
    const zip_int64_t index = zip_file_add(archive.get(), path.c_str(), member, 0);
    assert(index >= 0);
    const auto entry = static_cast<zip_uint64_t>(index);
    zip_set_file_compression(archive.get(), entry, ZIP_CM_STORE, 0);
    zip_file_set_dostime(archive.get(), entry, 0, kDosDate1980, 0);
  }
  if (zip_close(archive.get()) != 0) out_of_memory();
  (void)archive.release();  // zip_close has freed it.
  zip_source_open(buffer);
  zip_stat_t stat;
  zip_stat_init(&stat);
  zip_source_stat(buffer, &stat);
  std::string bytes(stat.size, '\0');
  zip_source_read(buffer, bytes.data(), bytes.size());
  zip_source_close(buffer);
  zip_source_free(buffer);
  return bytes;
}

}  // namespace pann::tb
