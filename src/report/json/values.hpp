// Values that several documents of the contract are made of (docs/json.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/endpoint.hpp"
#include "report/json/writer.hpp"
#include "x509/certificate.hpp"

namespace tlswhy::json {

// Printable ASCII, with ? for every other byte: names from the wire.
std::string printable(std::string_view bytes);
void texts(const std::vector<std::string>& list, Writer& out);
void end_point(const Endpoint& endpoint, Writer& out);
// What is known of a certificate, as the members of an object.
void certificate_members(const Certificate& certificate, Writer& out);
void chain(const CertificateList& list, Writer& out);

}  // namespace tlswhy::json
