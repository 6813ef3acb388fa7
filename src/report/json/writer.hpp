// JSON (RFC 8259) written from front to back. A capture has thousands of connections, and a tree of
// values for each, which is written and thrown away, costs more than reading their packets.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/observed.hpp"

namespace tlswhy::json {

class Writer {
 public:
  Writer& object() { return open('{'); }
  Writer& array() { return open('['); }
  Writer& end_object() { return close('}'); }
  Writer& end_array() { return close(']'); }
  // Of the member that comes next: ASCII without quotes.
  Writer& name(std::string_view name);

  // What is not UTF-8 in it is replaced: names from the wire and file names need not be.
  Writer& value(std::string_view text);
  Writer& value(const char* text) { return value(std::string_view(text)); }
  Writer& value(std::nullptr_t) { return json("null"); }
  Writer& value(std::same_as<bool> auto is) { return json(is ? "true" : "false"); }
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  Writer& value(T number) {
    return json(std::to_string(number));
  }
  Writer& value(double number);
  // A value that was written before, or elements of an array with commas between.
  Writer& json(std::string_view written);

  template <class T>
  Writer& member(std::string_view of, const T& is) {
    return name(of).value(is);
  }
  // null where it is empty.
  Writer& member_or_null(std::string_view of, std::string_view text) {
    return text.empty() ? member(of, nullptr) : member(of, text);
  }
  // Where it was seen: `frame`, `line` or `question`, and `depth`, as far as there is one.
  Writer& place(Provenance at);

  std::string take() { return std::move(out_); }

 private:
  Writer& open(char bracket);
  Writer& close(char bracket);
  void separate();

  std::string out_;
};

}  // namespace tlswhy::json
