# Libraries of other projects. Everything here is a package of Debian 12 and later; scripts/packages.txt names
# them. Installed beside the library targets, whose users need the same.
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(TBB REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(YAML_CPP REQUIRED IMPORTED_TARGET yaml-cpp)
# Networks in ONNX (`pann import`): left out where the two are not installed, and the command says so.
pkg_check_modules(PROTOBUF IMPORTED_TARGET protobuf)
find_library(ONNX_PROTO_LIBRARY onnx_proto)
find_path(ONNX_INCLUDE_DIR onnx/onnx-ml.pb.h)
mark_as_advanced(ONNX_PROTO_LIBRARY ONNX_INCLUDE_DIR)
# Debian's libhwy-dev carries a pkg-config file; newer ones a CMake package too.
pkg_check_modules(HWY REQUIRED IMPORTED_TARGET libhwy)
