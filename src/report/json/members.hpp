// The text of an object that goes on: what was written before stands between what is built.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace boost::json {
class object;
}

namespace tlswhy::json {

class Members {
 public:
  // All members of `more`.
  void add(const boost::json::object& more);
  // `value` is JSON.
  void add(std::string_view name, std::string_view value);
  // The whole object; nothing can be added behind it.
  std::string object() { return std::move(out_.append("}")); }

 private:
  void separate() { out_.append(out_.size() > 1 ? "," : ""); }

  std::string out_ = "{";
};

}  // namespace tlswhy::json
