# FST reading: the sources that Verilator installs (GTKWave's fstapi, MIT licence), compiled as they are.
find_program(VERILATOR_EXECUTABLE verilator REQUIRED)
execute_process(COMMAND ${VERILATOR_EXECUTABLE} --getenv VERILATOR_ROOT
                OUTPUT_VARIABLE VERILATOR_ROOT OUTPUT_STRIP_TRAILING_WHITESPACE)
set(FST_DIR ${VERILATOR_ROOT}/include/gtkwave)
if(NOT EXISTS ${FST_DIR}/fstapi.c)
  message(FATAL_ERROR "Verilator's FST sources are not in ${FST_DIR}; install Debian's package verilator")
endif()
add_library(pann_fst STATIC ${FST_DIR}/fstapi.c ${FST_DIR}/lz4.c ${FST_DIR}/fastlz.c)
target_include_directories(pann_fst SYSTEM PUBLIC $<BUILD_INTERFACE:${FST_DIR}>)
target_compile_definitions(pann_fst PRIVATE FST_CONFIG_INCLUDE="fst_config.h")
# Its hash and its tables write words wherever they lie, as x86 and ARM let them; lz4 adds 0 to a null pointer.
target_compile_options(pann_fst PRIVATE -w -fno-sanitize=alignment,pointer-overflow)
target_link_libraries(pann_fst PUBLIC ZLIB::ZLIB Threads::Threads)
