// Prints how often the nets of a trace toggled, with the library that `pann toggles` is made of.
#include <exception>
#include <iostream>

#include "activity/activity.h"
#include "activity/trace/activity_file.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: toggle_count TRACE\n";
    return 2;
  }
  try {
    const auto count = pann::activity::read_activity(argv[1], {});
    std::cout << pann::activity::total_toggles(count.activity) << '\n';
    return 0;
  } catch (const std::exception& fault) {
    std::cerr << "toggle_count: " << fault.what() << '\n';
    return 2;
  }
}
