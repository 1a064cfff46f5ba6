#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace pann::test {

/// One element of a page, in the order of their open tags.
struct HtmlElement {
  std::string name;
  std::map<std::string, std::string> attributes;  ///< References resolved.
  std::string text;                               ///< Directly in it, references resolved.
  std::size_t parent = 0;                         ///< Index; of the first element: itself.
};

/// What a strict reader makes of a page.
struct HtmlPage {
  std::vector<HtmlElement> elements;
  std::vector<std::string> faults;  ///< Tags that do not match, stray markup, doubled attributes.

  std::vector<const HtmlElement*> all(const std::string& name) const {
    std::vector<const HtmlElement*> found;
    for (const HtmlElement& element : elements) {
      if (element.name == name) found.push_back(&element);
    }
    return found;
  }
};

/// Reads HTML that closes every element but the void ones, quotes every attribute with " and
/// refers to no characters but & < > " and '. What is in <script> and <style> is text.
HtmlPage read_html(const std::string& html);

}  // namespace pann::test
