// Values that several documents of the contract are made of (docs/json.md).
#pragma once

#include <string>
#include <string_view>

#include "base/endpoint.hpp"
#include "base/observed.hpp"
#include "x509/certificate.hpp"

namespace boost::json {  // whole in the .cpp files that use them
class array;
class object;
class storage_ptr;
class string;
class value;
}  // namespace boost::json

namespace tlswhy::json {

// JSON is UTF-8; names from the wire and file names need not be.
boost::json::string text(std::string_view view);
boost::json::string text(std::string_view view, const boost::json::storage_ptr& storage);
boost::json::value text_or_null(std::string_view view);  // null: empty
// As a member of `out`, in the memory of `out`.
void put(boost::json::object& out, std::string_view name, std::string_view value);
// Printable ASCII, with ? for every other byte: names from the wire.
std::string printable(std::string_view bytes);
// Where it was seen: `frame`, `line` or `question`, and `depth`, as far as there is one.
void add_place(Provenance at, boost::json::object& out);
boost::json::object end_point(const Endpoint& endpoint);
boost::json::object certificate(const Certificate& certificate);
boost::json::array chain(const CertificateList& list);

}  // namespace tlswhy::json
