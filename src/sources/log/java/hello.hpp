// ClientHello and ServerHello, ServerKeyExchange and CertificateRequest as Java prints them: blocks
// of lines, of Java 7 to 10 (`classic`) or of the JSON-like form since Java 11.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sources/log/printed_messages.hpp"

namespace tlswhy {

using Lines = std::span<const std::string>;

PrintedHello classic_hello(Lines lines, bool of_server);
PrintedHello json_hello(Lines lines, bool of_server);

// Of either form: what is printed of the parameters. A server that chose neither Diffie-Hellman
// nor a named curve leaves it empty.
PrintedKeyExchange printed_key_exchange(Lines lines);
PrintedCertificateRequest printed_certificate_request(Lines lines);

// The content of an extension out of what is printed of it; empty where only that it is there
// matters.
Buffer extension_content(std::uint16_t type, std::string_view text, bool of_server);

}  // namespace tlswhy
