#include "circuit/netlist_binary.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace pann::circuit {

namespace {

/// Writes, or reads back, field by field: one description of the layout serves both.
class Writer {
 public:
  static constexpr bool kReads = false;

  std::string take() { return std::move(bytes_); }
  bool good() const { return true; }

  void number(std::uint32_t value) {
    std::array<char, 4> text{};
    for (unsigned i = 0; i < 4; ++i) text[i] = static_cast<char>(value >> (8 * i));
    bytes_.append(text.data(), text.size());
  }
  void string(const std::string& text) {
    number(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }

 private:
  std::string bytes_;
};

class Reader {
 public:
  static constexpr bool kReads = true;

  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool good() const { return good_; }
  bool at_end() const { return rest_.empty(); }

  void number(std::uint32_t& value) {
    value = 0;
    if (!has(4)) return;
    for (unsigned i = 0; i < 4; ++i) {
      value |= std::uint32_t{static_cast<unsigned char>(rest_[i])} << (8 * i);
    }
    rest_.remove_prefix(4);
  }
  void string(std::string& text) {
    std::uint32_t size = 0;
    number(size);
    if (!has(size)) return;
    text.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
  }
  /// Whether as many more bytes are there.
  bool has(std::size_t count) {
    good_ = good_ && rest_.size() >= count;
    return good_;
  }

 private:
  std::string_view rest_;
  bool good_ = true;
};

template <class Stream, class Value>
void small(Stream& stream, Value& value) {
  auto word = static_cast<std::uint32_t>(value);
  stream.number(word);
  if constexpr (Stream::kReads) value = static_cast<Value>(word);
}

template <class Stream, class List, class Each>
void list(Stream& stream, List& items, const Each& each) {
  auto size = static_cast<std::uint32_t>(items.size());
  stream.number(size);
  if constexpr (Stream::kReads) {
    if (!stream.has(size))
      return;  // every item takes a byte and more: no length can ask for too much
    items.resize(size);
  }
  for (auto& item : items) {
    if (stream.good()) each(item);
  }
}

template <class Stream, class Nets>
void nets(Stream& stream, Nets& bits) {
  list(stream, bits, [&](auto& bit) { stream.number(bit); });
}

template <class Stream, class NetlistType>
void describe(Stream& stream, NetlistType& netlist) {
  stream.string(netlist.top);
  stream.number(netlist.net_count);
  list(stream, netlist.ports, [&](auto& port) {
    stream.string(port.name);
    small(stream, port.direction);
    nets(stream, port.bits);
  });
  list(stream, netlist.cells, [&](auto& cell) {
    stream.string(cell.name);
    stream.string(cell.type);
    stream.number(cell.parent);
    list(stream, cell.pins, [&](auto& pin) {
      stream.string(pin.name);
      small(stream, pin.direction);
      nets(stream, pin.bits);
    });
    list(stream, cell.parameters, [&](auto& parameter) {
      stream.string(parameter.first);
      stream.string(parameter.second);
    });
  });
  list(stream, netlist.names, [&](auto& name) {
    stream.string(name.name);
    small(stream, name.left);
    small(stream, name.right);
    small(stream, name.hidden);
    nets(stream, name.bits);
  });
  list(stream, netlist.instances, [&](auto& instance) {
    stream.string(instance.path);
    stream.string(instance.module);
  });
}

bool all_below(const std::vector<NetId>& bits, NetId limit) {
  for (const NetId bit : bits) {
    if (bit >= limit) return false;
  }
  return true;
}

bool is_consistent(const Netlist& netlist) {
  bool good = netlist.net_count >= kFirstWire;
  for (const NetlistPort& port : netlist.ports) good &= all_below(port.bits, netlist.net_count);
  for (const NetName& name : netlist.names) good &= all_below(name.bits, netlist.net_count);
  for (const NetlistCell& cell : netlist.cells) {
    good &= cell.parent < netlist.instances.size();
    for (const NetlistPin& pin : cell.pins) good &= all_below(pin.bits, netlist.net_count);
  }
  return good;
}

}  // namespace

std::string to_binary(const Netlist& netlist) {
  Writer writer;
  writer.string(kNetlistBinaryVersion);
  describe(writer, netlist);
  return writer.take();
}

std::optional<Netlist> from_binary(std::string_view bytes) {
  Reader reader(bytes);
  std::string version;
  reader.string(version);
  if (version != kNetlistBinaryVersion) return std::nullopt;
  Netlist netlist;
  describe(reader, netlist);
  if (!reader.good() || !reader.at_end() || !is_consistent(netlist)) return std::nullopt;
  return netlist;
}

}  // namespace pann::circuit
