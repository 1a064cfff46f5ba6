#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include "paths.h"

namespace pann::test {

const char* const kSourceDirectory = PANN_SOURCE_DIR;
const char* const kPannBinary = PANN_BINARY;

}  // namespace pann::test
