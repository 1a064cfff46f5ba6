# Warnings and numeric options that every target of the project shares.
add_library(pann_options INTERFACE)
target_include_directories(pann_options INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
# No fused multiply-add: the seeded stimuli must be the same numbers on every machine.
target_compile_options(pann_options INTERFACE
  # Where files are compiled at once, one's `using` is no fault of the next one's variables.
  $<$<NOT:$<BOOL:${CMAKE_UNITY_BUILD}>>:-Wshadow>
  -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Wcast-qual -Woverloaded-virtual
  -ffp-contract=off)

# pann_precompile(NAME headers...): the target `NAME`, whose precompiled headers other targets use (REUSE_FROM).
# Options and macros that a user adds must not change what the headers say.
function(pann_precompile name)
  file(WRITE ${PROJECT_BINARY_DIR}/${name}.cpp.in "// Precompiled headers alone.\n")
  configure_file(${PROJECT_BINARY_DIR}/${name}.cpp.in ${PROJECT_BINARY_DIR}/${name}.cpp COPYONLY)
  add_library(${name} OBJECT ${PROJECT_BINARY_DIR}/${name}.cpp)
  target_link_libraries(${name} PRIVATE fmt::fmt nlohmann_json::nlohmann_json Threads::Threads pann_options)
  target_precompile_headers(${name} PRIVATE ${ARGN})
endfunction()

# What JSON's header defines costs a file 0.6 s even where it is precompiled and nothing of it used, since GCC
# instantiates the templates that its inline functions need in each file anew. So two sets: `pann_headers`, and
# `pann_json_headers` for the files that include it.
if(PANN_PRECOMPILE)
  set(pann_heavy <algorithm> <array> <charconv> <chrono> <cmath> <cstdint> <cstring> <filesystem> <functional>
      <limits> <map> <memory> <numeric> <optional> <set> <span> <sstream> <string> <string_view> <tuple>
      <unordered_map> <unordered_set> <utility> <vector> <fmt/format.h> <nlohmann/json_fwd.hpp>)
  pann_precompile(pann_headers ${pann_heavy})
  pann_precompile(pann_json_headers ${pann_heavy} <nlohmann/json.hpp>)
endif()

# Most of what compiling costs beyond reading is optimizing. -Og takes a fifth less than -O1; what it does not
# inline keeps it from seeing that std::regex and std::optional are initialized.
set(PANN_LITTLE "$<$<AND:$<CONFIG:RelWithDebInfo>,$<CXX_COMPILER_ID:GNU>>:-Og;-Wno-maybe-uninitialized>"
                "$<$<AND:$<CONFIG:Debug>,$<CXX_COMPILER_ID:Clang>>:-O0>")

# pann_configure_sources(TARGET [LITTLE] LINKS targets... DEFINITIONS macros...): what all targets made of
# a folder's sources share.
function(pann_configure_sources target)
  cmake_parse_arguments(ARG "LITTLE" "" "LINKS;DEFINITIONS" ${ARGN})
  target_link_libraries(${target} PUBLIC ${ARG_LINKS} PRIVATE pann_options)
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
  target_compile_definitions(${target} PRIVATE ${ARG_DEFINITIONS})
  if(ARG_LITTLE)
    target_compile_options(${target} PRIVATE "${PANN_LITTLE}")
  endif()
endfunction()

# pann_add_objects(TARGET HEADERS precompiled [LITTLE] SOURCES files... LINKS targets... DEFINITIONS macros...):
# objects that are compiled alike; TARGET becomes part of the library `pann_objects` of the caller.
function(pann_add_objects target)
  cmake_parse_arguments(ARG "LITTLE" "HEADERS" "SOURCES;LINKS;DEFINITIONS" ${ARGN})
  if(NOT ARG_SOURCES)
    return()
  endif()
  add_library(${target} OBJECT ${ARG_SOURCES})
  set(option)
  if(ARG_LITTLE)
    set(option LITTLE)
  endif()
  pann_configure_sources(${target} ${option} LINKS ${ARG_LINKS} DEFINITIONS ${ARG_DEFINITIONS})
  if(PANN_PRECOMPILE)
    target_precompile_headers(${target} REUSE_FROM ${ARG_HEADERS})
  endif()
  set(pann_objects ${pann_objects} $<TARGET_OBJECTS:${target}> PARENT_SCOPE)
endfunction()

# pann_add_library(NAME [LITTLE] [LITTLE_IN folder...] LINKS targets... [EXCLUDE file...] [DEFINITIONS macros...]):
# the library of one folder, from all its .cpp files, headers beside their sources. Every file includes what it uses,
# whatever is precompiled or compiled with it at once (builds without PANN_PRECOMPILE and CMAKE_UNITY_BUILD hold it
# to that). LITTLE_IN: folders of it where nothing that takes time runs, so that a little optimizing will do.
function(pann_add_library name)
  cmake_parse_arguments(ARG "LITTLE" "" "LITTLE_IN;LINKS;EXCLUDE;DEFINITIONS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${name}/*.cpp)
  foreach(excluded IN LISTS ARG_EXCLUDE)
    list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/${name}/${excluded})
  endforeach()
  foreach(source IN LISTS sources)
    set(group plain)
    foreach(folder IN LISTS ARG_LITTLE_IN)
      string(FIND ${source} ${PROJECT_SOURCE_DIR}/${name}/${folder}/ position)
      if(position EQUAL 0)
        set(group little)
      endif()
    endforeach()
    file(STRINGS ${source} json REGEX "^#include <nlohmann/json.hpp>" LIMIT_COUNT 1)
    if(json AND PANN_PRECOMPILE)
      string(APPEND group _json)
    endif()
    list(APPEND ${group} ${source})
  endforeach()
  set(shared LINKS ${ARG_LINKS} DEFINITIONS ${ARG_DEFINITIONS})
  set(option LITTLE)
  if(ARG_LITTLE)
    list(PREPEND shared LITTLE)
    set(option)
  endif()
  set(pann_objects)
  pann_add_objects(pann_${name}_plain HEADERS pann_headers SOURCES ${plain} ${shared})
  pann_add_objects(pann_${name}_json HEADERS pann_json_headers SOURCES ${plain_json} ${shared})
  pann_add_objects(pann_${name}_little HEADERS pann_headers ${option} SOURCES ${little} ${shared})
  pann_add_objects(pann_${name}_little_json HEADERS pann_json_headers ${option} SOURCES ${little_json} ${shared})
  add_library(pann_${name} STATIC ${pann_objects})
  set_target_properties(pann_${name} PROPERTIES LINKER_LANGUAGE CXX)
  pann_configure_sources(pann_${name} ${shared})
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
  if(PANN_PRECOMPILE)
    target_precompile_headers(test_${name} REUSE_FROM pann_test_headers)
  endif()
  # Tests are compiled more often than they are run.
  target_compile_options(test_${name} PRIVATE "${PANN_LITTLE}")
  if(name STREQUAL slurm)
    add_dependencies(test_${name} pann)
  elseif(name STREQUAL cli)
    add_dependencies(test_${name} pann pann_manual)
  endif()
  doctest_discover_tests(test_${name} TEST_PREFIX "${name}: " PROPERTIES LABELS ${name} TIMEOUT ${PANN_TEST_SECONDS})
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
