#include "cli/explore/text.h"

#include <algorithm>
#include <ostream>
#include <sstream>
#include <string>

#include "analysis/study/study_choice.h"
#include "cli/fitted.h"
#include "support/print.h"
#include "support/printable.h"
#include "synth/si_units.h"

namespace pann::cli {

namespace {

using analysis::Exploration;
using analysis::StudyPoint;

using synth::kPercent;
constexpr double kNanoPerMicro = 1000.0;

/// "86.1 % (83.6 to 88.3)".
std::string with_interval(double accuracy, std::size_t samples) {
  const analysis::Interval interval = analysis::accuracy_interval(accuracy, samples);
  return fmt::format("{:.1f} % ({:.1f} to {:.1f})", kPercent * accuracy, kPercent * interval.low,
                     kPercent * interval.high);
}

void print_budget(std::ostream& output, const Exploration& exploration,
                  const analysis::ExploredBudget& explored) {
  const std::size_t samples = exploration.test_samples;
  support::print(output, "\nbudget {:g} flips per MAC\n", explored.budget);
  support::print(output, "  {:>4} {:>8} {:>10} {:>8} {:>4} {:>12} {:>22}\n", "bx~", "R",
                 "R measured", "flips", "b_R", "validation", "test");
  for (std::size_t i = 0; i < explored.candidates.size(); ++i) {
    const analysis::ExploreCandidate& candidate = explored.candidates[i];
    std::string remark = i == explored.best ? "  <- best" : "";
    if (candidate.activation_bits == explored.predicted.activation_bits) remark += "  <- Eq. 19";
    support::print(output, "  {:>4} {:>8.3f} {:>10.3f} {:>8.2f} {:>4} {:>10.1f} % {:>22}{}\n",
                   candidate.activation_bits, candidate.additions, candidate.additions_measured,
                   candidate.flips, candidate.weight_bits, kPercent * candidate.accuracy.validation,
                   with_interval(candidate.accuracy.test, samples), remark);
  }
  support::print(output, "  PANN on the test samples: {:.1f} %",
                 kPercent * explored.chosen().accuracy.test);
  if (explored.baseline) {
    support::print(output, "; uniform {}-bit weights and activations: {:.1f} %",
                   explored.baseline->bits, kPercent * explored.baseline->accuracy.test);
  }
  support::print(output, "\n");
  if (!explored.given) return;
  const analysis::ExploreCandidate& given = *explored.given;
  support::print(output,
                 "  PANN of the given network, its activations, R = {:.3f}, {:.2f} flips: {:.1f} % "
                 "validation,\n  test {}\n",
                 given.additions_measured, given.flips, kPercent * given.accuracy.validation,
                 with_interval(given.accuracy.test, samples));
}

void print_given(std::ostream& output, const Exploration& exploration) {
  if (!exploration.given) return;
  const analysis::ExploredGiven& given = *exploration.given;
  support::print(output,
                 "as given (quantized elsewhere): activations of at most {} bits, weights of at "
                 "most {}\n  {:.1f} % validation, test {}\n",
                 given.activation_bits, given.weight_bits, kPercent * given.accuracy.validation,
                 with_interval(given.accuracy.test, exploration.test_samples));
  support::print(
      output,
      "  {:.2f} flips per MAC on unsigned MACs; with its codes as additions, R = {:.3f}, "
      "{:.2f}\n",
      given.flips, given.additions, given.addition_flips);
}

void print_uniform(std::ostream& output, const Exploration& exploration) {
  output << "\nuniform weights and activations\n";
  support::print(output, "  {:>4} {:>12} {:>22}\n", "bits", "validation", "test");
  for (const analysis::ExploreBaseline& uniform : exploration.uniform) {
    support::print(output, "  {:>4} {:>10.1f} % {:>22}\n", uniform.bits,
                   kPercent * uniform.accuracy.validation,
                   with_interval(uniform.accuracy.test, exploration.test_samples));
  }
}

void print_point(std::ostream& output, const StudyPoint& point, bool on_front) {
  const analysis::UnitReport& unit = point.unit;
  support::print(
      output,
      "{} {:<16} {:<12} {:>7.1f} {:>7.1f} % {:>6.1f} % {:>9.4g} {:>9.4g} {:>8.0f} {:>7.3f}\n",
      on_front ? '*' : ' ', fitted(analysis::title(point), 16), fitted(unit.name, 12), point.flips,
      kPercent * point.validation_accuracy, kPercent * point.test_accuracy, point.energy_fj(),
      unit.inference_nj / kNanoPerMicro, unit.area,
      static_cast<double>(unit.cycles) / static_cast<double>(unit.elements_of_products));
}

/// A sentence in lines of the tables' width, at least a word a line.
void print_wrapped(std::ostream& output, const std::string& text) {
  std::istringstream words(text);
  std::string line = " ";
  for (std::string word; words >> word;) {
    if (line.size() + 1 + word.size() > kLineWidth) {
      output << line << '\n';
      line = " ";
    }
    line += " " + word;
  }
  output << line << '\n';
}

void print_choice(std::ostream& output, const char* by, const StudyPoint* point) {
  if (point == nullptr) {
    support::print(output, "  {:<34} none\n", by);
    return;
  }
  support::print(output, "  {:<34} {:<16} {:<12} {:>5.1f} % test {:>9.4g} fJ\n", by,
                 fitted(analysis::title(*point), 16), fitted(point->unit.name, 12),
                 kPercent * point->test_accuracy, point->energy_fj());
}

}  // namespace

void print_exploration(std::ostream& output, const Exploration& exploration) {
  support::print(output,
                 "{}: {} multiply-accumulates a sample\naccuracy measured on {} validation and "
                 "{} test samples\n",
                 support::printable(exploration.network), exploration.macs,
                 exploration.validation_samples, exploration.test_samples);
  support::print(output, "floating point: {:.1f} % validation, {:.1f} % test\n",
                 kPercent * exploration.float_validation_accuracy,
                 kPercent * exploration.float_test_accuracy);
  print_given(output, exploration);
  for (const auto& explored : exploration.budgets) print_budget(output, exploration, explored);
  print_uniform(output, exploration);
}

void print_study(std::ostream& output, const analysis::Study& study,
                 const StudyQuestions& questions) {
  support::print(
      output,
      "\nenergy on {}{}, {:.2f} V, {:.0f} MHz: toggles measured on the netlist, glitches "
      "in\n",
      support::printable(study.library),
      study.synthetic ? " (synthetic: relative figures only)" : "", study.voltage, study.clock_mhz);
  support::print(output, "  {:<16} {:<12} {:>7} {:>9} {:>8} {:>9} {:>9} {:>8} {:>7}\n",
                 "configuration", "unit", "flips", "valid.", "test", "fJ a MAC", "uJ", "area",
                 "cycles");
  const auto front = analysis::energy_front(study);
  for (const StudyPoint& point : study.points) {
    print_point(output, point, std::find(front.begin(), front.end(), &point) != front.end());
  }
  output << "*: no other is at least as accurate on the validation samples for less energy. uJ: an "
            "inference.\n";
  for (const analysis::StudyBudget& budget : analysis::study_budgets(study)) {
    support::print(output, "\nbudget {:g} flips\n", budget.flips);
    print_choice(output, "unsigned MAC of the budget", budget.uniform);
    print_choice(output, "by the model (Algorithm 1)", budget.algorithm);
    print_choice(output, "measured, within that energy", budget.measured);
    print_wrapped(output, analysis::equal_accuracy_text(budget));
  }
  output << "\nequal accuracy: the cheapest PANN no less accurate on validation and test samples\n";
  for (const analysis::EqualAccuracy& pair : analysis::equal_accuracies(study)) {
    print_wrapped(output, analysis::equal_accuracy_text(study, pair));
  }
  for (const double energy_fj : questions.energies_fj) {
    support::print(output, "\nbudget {:g} fJ\n", energy_fj);
    print_choice(output, "most accurate within it", analysis::best_within(study, energy_fj));
  }
  if (questions.accuracy) {
    support::print(output, "\n{:g} % of the validation samples\n", kPercent * *questions.accuracy);
    print_choice(output, "cheapest that reaches it",
                 analysis::cheapest_reaching(study, *questions.accuracy));
    print_choice(
        output, "cheapest uniform",
        analysis::cheapest_reaching(study, *questions.accuracy, analysis::Scheme::uniform));
    print_choice(output, "cheapest PANN",
                 analysis::cheapest_reaching(study, *questions.accuracy, analysis::Scheme::pann));
  }
}

}  // namespace pann::cli
