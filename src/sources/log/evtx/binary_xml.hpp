// Events in the binary XML of Windows ([MS-EVEN6] section 2.2.12), as a chunk of an .evtx file
// keeps them: names and templates stand once in the chunk and are referred to by their place in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "sources/log/evtx/little_endian.hpp"
#include "sources/log/evtx/value.hpp"

namespace tlswhy::evtx {

class BinaryXml {
 public:
  // `chunk` must outlive it. All events of one chunk together have a bounded number of tokens, for
  // a template is written as often as something refers to it.
  explicit BinaryXml(Bytes chunk) : chunk_(chunk) {}

  // The event in [begin, end) of the chunk as XML on one line; nothing where it is malformed, or
  // larger than any event of Windows.
  std::optional<std::string> event(std::size_t begin, std::size_t end);

 private:
  struct Value {
    ValueType type{};
    bool array = false;
    std::size_t begin = 0, end = 0;  // in the chunk
  };
  using Values = std::vector<Value>;
  // A fragment is written inside what is open already.
  struct Place {
    const Values* values = nullptr;  // of the template that is written
    bool in_value = false;     // the fragment is a value itself: its elements have no dependency
    std::size_t elements = 0;  // that were open before it
    unsigned depth = 0;
  };

  bool fragment(Cursor in, Place place);
  bool token(std::uint8_t token, Cursor& in, const Place& place);
  bool start_element(Cursor& in, const Place& place, bool attributes);
  bool end_element(const Place& place, bool empty);
  bool attribute(Cursor& in);
  bool template_instance(Cursor& in, const Place& place);
  bool substitute(Cursor& in, const Place& place);
  bool write(const Value& value, const Place& place);
  std::optional<std::string> name(Cursor& in) const;
  void close_tag();
  void escaped(std::string_view text);

  Bytes chunk_;
  std::string out_;
  std::vector<std::string> open_;  // elements
  bool in_tag_ = false, in_attribute_ = false;
  std::size_t tokens_ = 0;  // of all events
};

}  // namespace tlswhy::evtx
