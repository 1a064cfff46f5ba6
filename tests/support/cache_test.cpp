#include "support/cache.h"

#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "environment.h"
#include "support/diagnostic.h"
#include "support/output.h"

using namespace pann::support;
using pann::test::Variables;
namespace fs = std::filesystem;

namespace {

mode_t mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

void put(const std::string& key, std::size_t bytes) {
  cached_directory("kind", key, [&](const fs::path& draft) {
    write_file(draft / "a", std::string(bytes, 'x'));
  });
}

}  // namespace

TEST_CASE("without HOME the cache is a folder of the user's own in the temporary directory") {
  const TemporaryDirectory directory;
  const Variables variables({{"PANN_CACHE_DIR", {}},
                             {"XDG_CACHE_HOME", {}},
                             {"HOME", {}},
                             {"TMPDIR", directory.path().string()}});
  const fs::path root = cache_root();
  CHECK(root == directory.path() / ("pann-cache-" + std::to_string(::geteuid())));
  CHECK(mode_of(root) == 0700);
}

TEST_CASE("a cache that others may write to, or that cannot be made, is not used") {
  const TemporaryDirectory directory;
  const fs::path open = directory.path() / "open";
  fs::create_directory(open);
  ::chmod(open.c_str(), 0777);
  for (const std::string& root : {open.string(), std::string("/proc/pann-cache")}) {
    const Variables variables({{"PANN_CACHE_DIR", root}});
    put("a", 10);
    CHECK(cache_root() != root);
    CHECK(fs::exists(cache_root() / "kind" / "a"));
  }
  CHECK(fs::is_empty(open));
}

TEST_CASE("a cache of another user is not used") {
  if (::geteuid() != 0) {
    MESSAGE("skipped: only root can give a folder away");
    return;
  }
  const TemporaryDirectory directory;
  const fs::path foreign = directory.path() / "foreign";
  fs::create_directory(foreign);
  REQUIRE(::chown(foreign.c_str(), 12345, 12345) == 0);
  const Variables variables({{"PANN_CACHE_DIR", foreign.string()}});
  CHECK(cache_root() != foreign);
}

TEST_CASE("a cache is measured by kind and trimmed from its least recently used entry") {
  const TemporaryDirectory directory;
  const Variables variables({{"PANN_CACHE_DIR", directory.path().string()}});
  const fs::path root = cache_root();
  for (const char* key : {"a", "b", "c"}) put(key, 1000);
  const auto hours_ago = [&](const char* key, int hours) {
    fs::last_write_time(root / "kind" / key,
                        fs::file_time_type::clock::now() - std::chrono::hours(hours));
  };
  hours_ago("a", 5);
  hours_ago("b", 6);
  hours_ago("c", 4);
  put("b", 0);  // it is there: only marked as used
  REQUIRE(cache_use(root).size() == 1);
  CHECK(cache_use(root)[0].entries == 3);
  CHECK(cache_use(root)[0].bytes == 3000);
  CHECK(trim_cache(root, 2000, std::chrono::hours(1)) == 1000);
  CHECK(!fs::exists(root / "kind" / "a"));
  CHECK(trim_cache(root, 0, std::chrono::hours(1)) == 1000);
  CHECK(fs::exists(root / "kind" / "b"));  // in use, perhaps
  CHECK(trim_cache(root, 0, std::chrono::seconds(0)) == 1000);
  CHECK(cache_use(root).empty());
}

TEST_CASE("the bound of the cache is a whole number of megabytes") {
  {
    const Variables variables({{"PANN_CACHE_LIMIT_MB", std::string("3")}});
    CHECK(cache_limit() == 3U << 20U);
  }
  for (const char* value : {"-1", "much", "1.5", "99999999999999999999"}) {
    const Variables variables({{"PANN_CACHE_LIMIT_MB", std::string(value)}});
    CHECK_THROWS_WITH_AS(cache_limit(), doctest::Contains(value), Failure);
    // Also where what is asked for could be there already.
    CHECK_THROWS_AS(cached_directory("test", "bound", [](const fs::path&) { FAIL("built"); }),
                    Failure);
  }
}
