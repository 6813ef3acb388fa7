#include "sources/description/json_node.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace tlswhy::description {

bool JsonNode::absent() const { return value_ == nullptr || value_->is_null(); }

JsonNode JsonNode::operator[](std::string_view key) const {
  JsonNode out(*this);
  out.path_ += fmt::format("{}{}", path_.empty() ? "" : ".", key);
  const auto* object = absent() ? nullptr : value_->if_object();
  if (!absent() && object == nullptr) complain("an object is expected");
  out.value_ = object == nullptr ? nullptr : object->if_contains(key);
  return out;
}

void JsonNode::each(const std::function<void(const JsonNode&)>& f) const {
  if (absent()) return;
  const auto* array = value_->if_array();
  if (array == nullptr) return complain("a list is expected");
  for (std::size_t i = 0; i < array->size(); ++i)
    f(JsonNode((*array)[i], fmt::format("{}[{}]", path_, i), *fault_));
}

void JsonNode::members(const std::function<void(std::string_view, const JsonNode&)>& f) const {
  if (absent()) return;
  const auto* object = value_->if_object();
  if (object == nullptr) return complain("an object is expected");
  for (const auto& member : *object) {
    const std::string_view key(member.key());
    f(key, JsonNode(member.value(), fmt::format("{}.{}", path_, key), *fault_));
  }
}

std::string JsonNode::text() const {
  const auto* string = absent() ? nullptr : value_->if_string();
  if (string == nullptr) complain("a text is expected");
  return string == nullptr ? std::string() : std::string(string->data(), string->size());
}

bool JsonNode::truth() const {
  const bool* is = absent() ? nullptr : value_->if_bool();
  if (is == nullptr) complain("true or false is expected");
  return is != nullptr && *is;
}

std::uint32_t JsonNode::number(std::uint32_t most) const {
  boost::system::error_code wrong;
  const auto n = absent() ? 0 : value_->to_number<std::uint32_t>(wrong);
  if (!absent() && !wrong && n <= most) return n;
  complain(fmt::format("a number up to {} is expected", most));
  return 0;
}

double JsonNode::real() const {
  boost::system::error_code wrong;
  const double n = absent() ? 0 : value_->to_number<double>(wrong);
  if (!absent() && !wrong) return n;
  complain("a number is expected");
  return 0;
}

void JsonNode::complain(const std::string& what) const {
  if (fault_->empty()) *fault_ = path_.empty() ? what : fmt::format("{}: {}", path_, what);
}

}  // namespace tlswhy::description
