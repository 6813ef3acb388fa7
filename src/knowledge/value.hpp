// What a sentence is filled with. Values stay what they are (a number, a time, a code point) until
// render() makes words of them in a language.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "knowledge/ids.hpp"
#include "wire/code_points.hpp"

namespace tlswhy::knowledge {

struct Value;

struct Day {  // a time of which the date alone is said
  Timestamp at;
  bool operator==(const Day&) const = default;
};
struct Seconds {  // a span of time, said with one decimal
  std::int64_t ns = 0;
  bool operator==(const Seconds&) const = default;
};
struct List {
  std::vector<Value> items;
  bool operator==(const List&) const;
};

using ValueKinds =
    std::variant<std::string, std::int64_t, Day, Timestamp, Seconds, ProtocolVersion, CipherSuite,
                 NamedGroup, SignatureScheme, AlertDescription, ExtensionType, StackId, ClientId,
                 CauseId, ChangeId, SentenceId, List>;

// Ids stand for their titles: a StackId reads "Java 8", a CauseId the title of the cause.
struct Value {
  ValueKinds kind;

  // Values are written where they are used, `{"count", list.size()}`; hence no explicit here.
  // NOLINTBEGIN(google-explicit-constructor)
  Value() = default;
  Value(const char* text) : kind(std::string(text)) {}
  Value(std::string_view text) : kind(std::string(text)) {}
  template <std::integral N>
    requires(!std::same_as<N, bool> && !std::same_as<N, char>)
  Value(N number) : kind(static_cast<std::int64_t>(number)) {}
  template <class T>
    requires(!std::same_as<std::remove_cvref_t<T>, Value> &&
             !std::integral<std::remove_cvref_t<T>> &&
             std::constructible_from<ValueKinds, std::in_place_type_t<std::remove_cvref_t<T>>, T>)
  Value(T&& value) : kind(std::in_place_type<std::remove_cvref_t<T>>, std::forward<T>(value)) {}
  // NOLINTEND(google-explicit-constructor)

  bool operator==(const Value&) const = default;
};

inline bool List::operator==(const List& other) const { return items == other.items; }

// A list of anything that values are made of.
template <class Range>
List list_of(const Range& range) {
  List out;
  for (const auto& item : range) out.items.emplace_back(item);
  return out;
}

// The value in words of `language`; a list with commas between.
std::string text_of(const Value& value, Language language);

}  // namespace tlswhy::knowledge
