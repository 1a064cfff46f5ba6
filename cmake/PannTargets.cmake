# Warnings and numeric options that every target of the project shares.
add_library(pann_options INTERFACE)
target_include_directories(pann_options INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
# No fused multiply-add: the seeded stimuli must be the same numbers on every machine.
target_compile_options(pann_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wcast-qual -Woverloaded-virtual
  -ffp-contract=off)

# pann_add_library(NAME LINKS targets... [EXCLUDE file...] [PRECOMPILE headers...]): the library of one
# folder, from all its .cpp files, headers beside their sources. PRECOMPILE names heavy headers of other
# projects; every file includes what it uses all the same (builds without PANN_PRECOMPILE hold it to that).
function(pann_add_library name)
  cmake_parse_arguments(ARG "" "" "LINKS;EXCLUDE;PRECOMPILE" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${name}/*.cpp)
  foreach(excluded IN LISTS ARG_EXCLUDE)
    list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/${name}/${excluded})
  endforeach()
  if(NOT sources)
    add_library(pann_${name} INTERFACE)
    target_link_libraries(pann_${name} INTERFACE ${ARG_LINKS})
    return()
  endif()
  add_library(pann_${name} STATIC ${sources})
  target_link_libraries(pann_${name} PUBLIC ${ARG_LINKS} PRIVATE pann_options)
  target_include_directories(pann_${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
  if(PANN_PRECOMPILE AND ARG_PRECOMPILE)
    target_precompile_headers(pann_${name} PRIVATE ${ARG_PRECOMPILE})
  endif()
endfunction()

# The main() of all test programs, and the two paths that they know.
function(pann_add_test_main)
  add_library(test_main OBJECT ${PROJECT_SOURCE_DIR}/tests/main.cpp)
  target_link_libraries(test_main PRIVATE doctest::doctest pann_options)
  target_include_directories(test_main PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(test_main PRIVATE
    PANN_SOURCE_DIR="${PROJECT_SOURCE_DIR}" PANN_BINARY="$<TARGET_FILE:pann>")
endfunction()

# pann_add_test(NAME LINKS targets...): one doctest program from tests/NAME/*.cpp, each test
# case registered with CTest under the label NAME.
function(pann_add_test name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(test_${name} ${sources} $<TARGET_OBJECTS:test_main>)
  target_link_libraries(test_${name} PRIVATE ${ARG_LINKS} doctest::doctest pann_options)
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  # Tests are compiled more often than they are run.
  target_compile_options(test_${name} PRIVATE $<$<CONFIG:RelWithDebInfo>:-O1>)
  if(name STREQUAL slurm)
    add_dependencies(test_${name} pann)
  elseif(name STREQUAL cli)
    add_dependencies(test_${name} pann pann_manual)
  endif()
  doctest_discover_tests(test_${name} TEST_PREFIX "${name}: " PROPERTIES LABELS ${name} TIMEOUT 600)
endfunction()

# pann_embed_text(SOURCE FILE HEADER VARIABLE): a generated header HEADER for the source file SOURCE, with
# the text of FILE as `constexpr std::string_view VARIABLE`.
function(pann_embed_text source file header variable)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${file})
  file(READ ${PROJECT_SOURCE_DIR}/${file} text)
  set(directory ${PROJECT_BINARY_DIR}/embedded)
  file(GENERATE OUTPUT ${directory}/${header} CONTENT
"#pragma once

#include <string_view>

// From ${file}.
inline constexpr std::string_view ${variable} = R\"__pann__(${text})__pann__\";
")
  set_property(SOURCE ${PROJECT_SOURCE_DIR}/${source} APPEND PROPERTY INCLUDE_DIRECTORIES ${directory})
endfunction()
