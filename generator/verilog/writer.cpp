#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string_view>

#include "generator/verilog/module.h"

namespace pann::generator::verilog {

namespace {

constexpr std::size_t kColumns = 100;

/// Breaks `text` at blanks into lines of at most `width` characters; '\n' stays a break, and lines
/// that fit stay as they are.
std::vector<std::string> wrap(const std::string& text, std::size_t width) {
  std::vector<std::string> lines;
  std::istringstream paragraphs(text);
  for (std::string paragraph; std::getline(paragraphs, paragraph);) {
    if (paragraph.size() <= width) {
      lines.push_back(std::move(paragraph));
      continue;
    }
    std::string line;
    std::istringstream words(paragraph);
    for (std::string word; words >> word;) {
      if (!line.empty() && line.size() + 1 + word.size() > width) {
        lines.push_back(std::move(line));
        line.clear();
      }
      line += (line.empty() ? "" : " ") + word;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string range(const std::optional<Expression>& width) {
  if (!width) return "";
  const Expression& count = *width;
  // "Width+1" bits are [Width:0]: the reader should not have to add and subtract.
  const bool ends_in_one = count.form() == Expression::Form::binary && count.text() == "+" &&
                           to_text(count.operands()[1]) == "1";
  return "[" + to_text(ends_in_one ? count.operands()[0] : count - 1, true) + ":0] ";
}

class Writer {
 public:
  std::string write(const Module& module);

 private:
  void license(const std::string& text);
  void header(const Module& module);
  void section(const std::string& title, const std::string& text);
  void declaration(const Module& module);
  void rules(const std::vector<Rule>& rules);
  void items(const Items& items);
  void block(const std::string& opening, const std::string& name, const Items& content);

  void operator()(const Comment& comment);
  void operator()(const LocalParameter& parameter);
  void operator()(const Net& net);
  void operator()(const Assign& assign);
  void operator()(const Instance& instance);
  void operator()(const GenerateFor& loop);
  void operator()(const GenerateIf& choice);
  void operator()(const Register& reg);
  void operator()(const Latch& latch);

  void connections(const Connections& list);
  void line(std::string_view text = {});
  void open(const std::string& text);
  void close(const std::string& text);
  /// An empty line, unless something was just opened or there is one already.
  void gap();

  std::string text_;
  std::size_t depth_ = 0;
  bool at_start_ = true;  ///< Nothing to divide from: the line before opened a block.
};

void Writer::line(std::string_view text) {
  if (!text.empty()) text_.append(2 * depth_, ' ').append(text);
  text_ += '\n';
  at_start_ = text.empty();
}

void Writer::open(const std::string& text) {
  line(text);
  ++depth_;
  at_start_ = true;
}

void Writer::close(const std::string& text) {
  --depth_;
  line(text);
}

void Writer::gap() {
  if (!at_start_) line();
}

void Writer::section(const std::string& title, const std::string& text) {
  if (text.empty()) return;
  line("//");
  const std::string indent(title.size() + 2, ' ');
  bool first = true;
  for (const std::string& part : wrap(text, kColumns - 3 - indent.size())) {
    line("// " + (first ? title + ": " : indent) + part);
    first = false;
  }
}

/// The licence stands as its owner wrote it, unwrapped.
void Writer::license(const std::string& text) {
  std::istringstream lines(text);
  for (std::string part; std::getline(lines, part);) line(part.empty() ? "//" : "// " + part);
  if (!text.empty()) line("//");
}

void Writer::header(const Module& module) {
  license(module.header.license);
  for (const std::string& part : wrap(module.header.purpose, kColumns - 3)) {
    line(part.empty() ? "//" : "// " + part);
  }
  if (!module.parameters.empty()) line("//");
  std::size_t longest = 0;
  for (const ModuleParameter& parameter : module.parameters) {
    longest = std::max(longest, parameter.name.size());
  }
  if (!module.parameters.empty()) line("// Parameters:");
  for (const ModuleParameter& parameter : module.parameters) {
    const std::string padding(longest - parameter.name.size() + 2, ' ');
    line("//   " + parameter.name + padding + parameter.description);
  }
  section("Latency", module.header.latency);
  section("Signedness", module.header.signedness);
  section("Source", module.header.source);
}

void Writer::declaration(const Module& module) {
  if (module.parameters.empty()) {
    open("module " + module.name + " (");
  } else {
    open("module " + module.name + " #(");
    for (const ModuleParameter& parameter : module.parameters) {
      const bool last = &parameter == &module.parameters.back();
      line("parameter integer " + parameter.name + " = " + std::to_string(parameter.value) +
           (last ? "" : ","));
    }
    close(") (");
    ++depth_;
  }
  std::size_t longest = 0;
  for (const ModulePort& port : module.ports) longest = std::max(longest, range(port.width).size());
  for (const ModulePort& port : module.ports) {
    const bool last = &port == &module.ports.back();
    const std::string direction =
        port.direction == PortDirection::input ? "input  wire " : "output wire ";
    std::string width = range(port.width);
    width.resize(longest, ' ');
    line(direction + width + port.name + (last ? "" : ","));
  }
  close(");");
}

void Writer::rules(const std::vector<Rule>& rules) {
  if (rules.empty()) return;
  gap();
  line("// Illegal parameters stop elaboration here: there is no module of these names.");
  for (const Rule& rule : rules) {
    block("if (" + verilog::to_text(rule.broken) + ")", "g_illegal_" + rule.parameter,
          {Instance{rule.name, "u_stop", {}, {}}});
    line("end");
  }
}

void Writer::items(const Items& items) {
  const Item* before = nullptr;
  for (const Item& item : items) {
    // Declarations stand together, assignments stand together; all else has air around it.
    const bool joins =
        before != nullptr && before->value.index() == item.value.index() &&
        (std::holds_alternative<Net>(item.value) || std::holds_alternative<Assign>(item.value) ||
         std::holds_alternative<LocalParameter>(item.value));
    const bool follows_comment =
        before != nullptr && std::holds_alternative<Comment>(before->value);
    const bool follows_net = before != nullptr && std::holds_alternative<Net>(before->value) &&
                             std::holds_alternative<Assign>(item.value);
    if (!joins && !follows_comment && !follows_net) gap();
    std::visit([this](const auto& value) { (*this)(value); }, item.value);
    before = &item;
  }
}

void Writer::block(const std::string& opening, const std::string& name, const Items& content) {
  open(opening + " begin : " + name);
  items(content);
  --depth_;
}

void Writer::operator()(const Comment& comment) {
  for (const std::string& part : wrap(comment.text, kColumns - 3 - 2 * depth_)) {
    line(part.empty() ? "//" : "// " + part);
  }
}

void Writer::operator()(const LocalParameter& parameter) {
  line("localparam integer " + parameter.name + " = " + verilog::to_text(parameter.value) + ";");
}

void Writer::operator()(const Net& net) {
  line((net.type == NetType::wire ? "wire " : "reg ") + range(net.width) + net.name + ";");
}

void Writer::operator()(const Assign& assign) {
  const std::string target = "assign " + verilog::to_text(assign.target) + " =";
  const std::string value = verilog::to_text(assign.value) + ";";
  if (2 * depth_ + target.size() + 1 + value.size() <= kColumns) {
    line(target + " " + value);
  } else {
    line(target);
    ++depth_;
    ++depth_;
    line(value);
    --depth_;
    --depth_;
  }
}

void Writer::connections(const Connections& list) {
  std::size_t longest = 0;
  for (const auto& [port, net] : list) longest = std::max(longest, port.size());
  for (const auto& [port, net] : list) {
    const bool last = &port == &list.back().first;
    const std::string padding(longest - port.size() + 1, ' ');
    line("." + port + padding + "(" + verilog::to_text(net) + ")" + (last ? "" : ","));
  }
}

void Writer::operator()(const Instance& instance) {
  if (instance.ports.empty()) {
    line(instance.module + " " + instance.name + " ();");
    return;
  }
  if (instance.parameters.empty()) {
    open(instance.module + " " + instance.name + " (");
  } else {
    open(instance.module + " #(");
    connections(instance.parameters);
    close(") " + instance.name + " (");
    ++depth_;
  }
  connections(instance.ports);
  close(");");
}

void Writer::operator()(const GenerateFor& loop) {
  line("genvar " + loop.genvar + ";");
  const std::string& index = loop.genvar;
  block("for (" + index + " = 0; " + index + " < " + verilog::to_text(loop.count) + "; " + index +
            " = " + index + " + 1)",
        loop.name, loop.items);
  line("end");
}

void Writer::operator()(const GenerateIf& choice) {
  std::string opening;
  for (const GenerateBranch& branch : choice.branches) {
    if (branch.condition) opening += "if (" + verilog::to_text(*branch.condition) + ")";
    block(opening, branch.name, branch.items);
    const bool last = &branch == &choice.branches.back();
    opening = "end else ";
    if (!last && !(&branch + 1)->condition) opening = "end else";
  }
  line("end");
}

void Writer::operator()(const Register& reg) {
  const bool has_reset = !reg.reset_n.empty();
  open("always @(posedge " + reg.clock +
       (has_reset && reg.is_asynchronous ? " or negedge " + reg.reset_n : "") + ") begin");
  const std::string condition =
      reg.enable ? "if (" + verilog::to_text(*reg.enable) + ") begin" : "begin";
  if (has_reset) {
    open("if (!" + reg.reset_n + ") begin");
    line(reg.target +
         " <= " + verilog::to_text(reg.reset_value ? *reg.reset_value : zeros(reg.width)) + ";");
    close("end else " + condition);
    ++depth_;
  } else if (reg.enable) {
    open(condition);
  }
  line(reg.target + " <= " + verilog::to_text(reg.next) + ";");
  if (has_reset || reg.enable) close("end");
  close("end");
}

void Writer::operator()(const Latch& latch) {
  open("always @(" + latch.clock + " or " + latch.next + ") begin");
  open("if (!" + latch.clock + ") begin");
  line(latch.target + " <= " + latch.next + ";");
  close("end");
  close("end");
}

std::string Writer::write(const Module& module) {
  header(module);
  line();
  line("`default_nettype none");
  line();
  declaration(module);
  ++depth_;
  at_start_ = false;
  items(module.items);
  rules(module.rules);
  --depth_;
  line();
  line("endmodule");
  line();
  line("`default_nettype wire");
  return std::move(text_);
}

}  // namespace

std::string to_text(const Module& module) {
  return Writer().write(module);
}

}  // namespace pann::generator::verilog
