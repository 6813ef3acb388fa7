// A value of a JSON document and where it stands; what is not as expected is kept, the first one.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace boost::json {
class value;
}

namespace tlswhy::description {

// An absent member and null are the same. Who asks for a value that is not there, or is another
// kind of thing, gets an empty one, and `fault` says so: "dh[0].bits: a number is expected".
class JsonNode {
 public:
  // All must outlive the node.
  JsonNode(const boost::json::value& value, std::string path, std::string& fault)
      : value_(&value), path_(std::move(path)), fault_(&fault) {}

  [[nodiscard]] bool absent() const;
  [[nodiscard]] JsonNode operator[](std::string_view key) const;
  void each(const std::function<void(const JsonNode&)>& f) const;
  void members(const std::function<void(std::string_view, const JsonNode&)>& f) const;

  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool truth() const;
  [[nodiscard]] std::uint32_t number(std::uint32_t most) const;
  [[nodiscard]] double real() const;

  void complain(const std::string& what) const;

 private:
  const boost::json::value* value_;  // null: absent
  std::string path_;
  std::string* fault_;
};

}  // namespace tlswhy::description
