#pragma once

namespace pann::test {

/// The project's root and the program under test. Defined in main.cpp alone, so that no other
/// file's compilation depends on where the project lies.
extern const char* const kSourceDirectory;
extern const char* const kPannBinary;

}  // namespace pann::test
