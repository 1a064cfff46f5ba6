// A Verilator testbench that counts toggles while it runs. With a design `unit.v` (ports clk, a):
//
//   verilator --cc --exe --build --trace --top unit unit.v in_process_counter.cpp
//     -CFLAGS "-std=c++20 -I$PANN" -LDFLAGS "-L$PANN/build/release -lpann_activity -lpann_circuit
//     -lpann_generator
//       -lpann_support -lpann_fst -lfmt -lhwy -ltbb -lxxhash -lz"
#include <cstdint>
#include <cstdio>

#include "Vunit.h"
#include "activity/trace/verilator_counter.h"

int main() {
  VerilatedContext context;
  context.traceEverOn(true);
  Vunit unit{&context};

  pann::activity::TraceOptions options;
  options.scope = "TOP.unit";
  pann::activity::VerilatorCounter counter(options);
  VerilatedVcdC trace(&counter);
  unit.trace(&trace, 99);
  trace.open("");

  std::uint8_t a = 1;
  for (std::uint64_t cycle = 0; cycle < 200; ++cycle) {
    unit.clk = 1;
    unit.eval();
    unit.a = a = static_cast<std::uint8_t>(a * 5 + 3);
    unit.eval();
    trace.dump(10 * cycle);
    unit.clk = 0;
    unit.eval();
    trace.dump(10 * cycle + 5);
  }
  trace.close();

  const pann::activity::Activity activity = counter.finish();
  for (const pann::activity::Signal& signal : activity.signals) {
    std::uint64_t toggles = 0;
    for (const pann::circuit::NetId net : signal.bits) toggles += activity.nets[net].toggles();
    std::printf("%s %llu\n", signal.name.c_str(), static_cast<unsigned long long>(toggles));
  }
}
