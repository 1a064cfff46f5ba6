# Everything here is a package of Debian 12 and later; scripts/packages.txt names them.
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(TBB REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
add_library(pann_hash INTERFACE)
target_link_libraries(pann_hash INTERFACE PkgConfig::XXHASH)

pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
add_library(pann_zip INTERFACE)
target_link_libraries(pann_zip INTERFACE PkgConfig::LIBZIP)

# Debian's libhwy-dev carries a pkg-config file; newer ones a CMake package too.
pkg_check_modules(HWY REQUIRED IMPORTED_TARGET libhwy)
add_library(hwy::hwy ALIAS PkgConfig::HWY)

# FST reading: the sources that Verilator installs (GTKWave's fstapi, MIT licence), compiled as they are.
find_program(VERILATOR_EXECUTABLE verilator REQUIRED)
execute_process(COMMAND ${VERILATOR_EXECUTABLE} --getenv VERILATOR_ROOT
                OUTPUT_VARIABLE VERILATOR_ROOT OUTPUT_STRIP_TRAILING_WHITESPACE)
set(FST_DIR ${VERILATOR_ROOT}/include/gtkwave)
if(NOT EXISTS ${FST_DIR}/fstapi.c)
  message(FATAL_ERROR "Verilator's FST sources are not in ${FST_DIR}; install Debian's package verilator")
endif()
add_library(pann_fst STATIC ${FST_DIR}/fstapi.c ${FST_DIR}/lz4.c ${FST_DIR}/fastlz.c)
target_include_directories(pann_fst SYSTEM PUBLIC ${FST_DIR})
target_compile_definitions(pann_fst PRIVATE FST_CONFIG_INCLUDE="fst_config.h")
target_compile_options(pann_fst PRIVATE -w)
target_link_libraries(pann_fst PUBLIC ZLIB::ZLIB Threads::Threads)
