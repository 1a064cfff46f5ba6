# What `cmake --install` and `cpack` give: the program with its data, man pages and completion (component
# `runtime`), and for programs of others the libraries, headers and find_package(pann) (component
# `development`).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The manual comes from the program's own tables of options.
set(manual ${PROJECT_BINARY_DIR}/manual)
add_custom_command(OUTPUT ${manual}.stamp
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${manual}
  COMMAND pann manual --quiet -o ${manual}
  COMMAND ${CMAKE_COMMAND} -E touch ${manual}.stamp
  DEPENDS pann COMMENT "Writing man pages and completion")
add_custom_target(pann_manual ALL DEPENDS ${manual}.stamp)

install(TARGETS pann RUNTIME COMPONENT runtime)
install(DIRECTORY analysis/data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/pann COMPONENT runtime)
install(DIRECTORY ${manual}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR} COMPONENT runtime)
install(FILES ${manual}/bash/pann COMPONENT runtime
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${manual}/zsh/_pann COMPONENT runtime
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES LICENSE COMPONENT runtime DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/pann RENAME copyright)
install(FILES CHANGELOG.md COMPONENT runtime DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/pann RENAME changelog)

set(libraries)
foreach(folder support generator circuit activity sim tb synth flow analysis)
  set_target_properties(pann_${folder} PROPERTIES EXPORT_NAME ${folder})
  list(APPEND libraries pann_${folder})
  install(DIRECTORY ${folder} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/pann COMPONENT development
          FILES_MATCHING PATTERN "*.h")
endforeach()
install(TARGETS ${libraries} pann_fst pann_hash pann_zip pann_sqlite pann_yaml pann_onnx pann_options EXPORT pannTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/pann)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/pann)
install(EXPORT pannTargets NAMESPACE pann:: DESTINATION ${package} COMPONENT development)
write_basic_package_version_file(pannConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES cmake/pannConfig.cmake cmake/PannDependencies.cmake
        ${CMAKE_CURRENT_BINARY_DIR}/pannConfigVersion.cmake
        DESTINATION ${package} COMPONENT development)

# One package a release of Debian: the libraries that it depends on have other names in each.
set(debian "")
if(EXISTS /etc/os-release)
  file(STRINGS /etc/os-release debian REGEX "^VERSION_ID=")
  string(REGEX REPLACE "[^0-9]" "" debian "${debian}")
endif()
set(maintainer "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
if("$ENV{DEBFULLNAME}" STREQUAL "" OR "$ENV{DEBEMAIL}" STREQUAL "")
  set(maintainer "The PANN-RTL authors <pann-rtl@localhost>")
endif()
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME pann)
set(CPACK_PACKAGE_CONTACT "${maintainer}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/PannDebian.cmake)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL runtime)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE "1~deb${debian}")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME pann)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "power of multiply-accumulate hardware, from bit widths to watts")
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION
"Generates multiply-accumulate units in Verilog, simulates them and checks
every operation, counts the toggles of every net, maps them on a cell library
with Yosys, and tells what an operation costs in femtojoules, glitches
included.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION electronics)
# The tools that it runs (`pann doctor`); Verilator and the native engine compile C++.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "yosys, verilator, g++, make")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "gnuplot-nox | gnuplot, iverilog")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "qflow-tech-osu018, opensta, ngspice, dataset-fashion-mnist")
include(CPack)
