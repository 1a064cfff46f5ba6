#include "html_reader.h"

#include <set>
#include <utility>

namespace pann::test {

namespace {

class Reader {
 public:
  explicit Reader(const std::string& html) : html_(html) {}

  HtmlPage read() {
    if (html_.rfind("<!DOCTYPE html>\n", 0) == 0) at_ = 16;
    while (at_ < html_.size()) {
      if (html_[at_] != '<') {
        text();
      } else if (html_.compare(at_, 2, "</") == 0) {
        close();
      } else {
        open();
      }
    }
    for (const std::size_t index : stack_) fault("never closed: " + page_.elements[index].name);
    return std::move(page_);
  }

 private:
  void fault(const std::string& words) {
    page_.faults.push_back(words + " at byte " + std::to_string(at_));
  }

  std::string until(const std::string& ends) {
    const std::size_t begin = at_;
    at_ = std::min(html_.find_first_of(ends, at_), html_.size());
    return html_.substr(begin, at_ - begin);
  }

  std::string resolved(const std::string& raw) {
    static const std::map<std::string, char> references{
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    std::string text;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] != '&') {
        text += raw[i];
        continue;
      }
      const std::string reference = raw.substr(i, raw.find(';', i) - i + 1);
      const auto found = references.find(reference);
      if (found == references.end()) {
        fault("stray &");
        continue;
      }
      text += found->second;
      i += reference.size() - 1;
    }
    return text;
  }

  void text() {
    const std::string raw = until("<");
    if (raw.find('>') != std::string::npos) fault("stray >");
    if (!stack_.empty()) page_.elements[stack_.back()].text += resolved(raw);
  }

  void close() {
    at_ += 2;
    const std::string name = until(">");
    ++at_;
    if (stack_.empty() || page_.elements[stack_.back()].name != name) {
      fault("</" + name + "> closes what is not open");
    } else {
      stack_.pop_back();
    }
  }

  void open() {
    ++at_;
    HtmlElement element;
    element.name = until(" />\n");
    element.parent = stack_.empty() ? page_.elements.size() : stack_.back();
    while (at_ < html_.size() && html_[at_] == ' ') attribute(element);
    const bool empty = html_.compare(at_, 1, "/") == 0;
    if (empty) ++at_;
    if (html_.compare(at_, 1, ">") != 0) fault("tag without end: " + element.name);
    ++at_;
    page_.elements.push_back(element);
    if (element.name == "script" || element.name == "style") {
      raw_text(element.name);
    } else if (!empty && element.name != "meta") {
      stack_.push_back(page_.elements.size() - 1);
    }
  }

  void attribute(HtmlElement& element) {
    ++at_;
    const std::string name = until(" =/>");
    std::string value;
    if (html_.compare(at_, 2, "=\"") == 0) {
      at_ += 2;
      value = resolved(until("\""));
      ++at_;
    }
    if (!element.attributes.emplace(name, value).second) fault("doubled attribute " + name);
  }

  void raw_text(const std::string& name) {
    const std::string end = "</" + name + ">";
    const std::size_t begin = at_;
    at_ = std::min(html_.find(end, at_), html_.size());
    page_.elements.back().text = html_.substr(begin, at_ - begin);
    at_ += end.size();
  }

  const std::string& html_;
  std::size_t at_ = 0;
  std::vector<std::size_t> stack_;
  HtmlPage page_;
};

}  // namespace

HtmlPage read_html(const std::string& html) {
  return Reader(html).read();
}

}  // namespace pann::test
