#include <iostream>

#include "cli/run_cli.h"

int main(int argc, char** argv) {
  return pann::cli::run_cli(argc, argv, std::cout, std::cerr);
}
