#include "report/json/members.hpp"

#include <boost/json.hpp>

namespace tlswhy::json {

void Members::add(const boost::json::object& more) {
  const std::string whole = boost::json::serialize(more);
  separate();
  out_.append(whole, 1, whole.size() - 2);
}

void Members::add(std::string_view name, std::string_view value) {
  separate();
  out_.append("\"").append(name).append("\":").append(value);
}

}  // namespace tlswhy::json
