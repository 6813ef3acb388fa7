// A line of a log as its program wrote it: without what terminals, mail programs, browsers and
// JSON put around it; and in the form in which texts are compared.
#pragma once

#include <string>
#include <string_view>

namespace tlswhy {

// Without escape sequences (ECMA-48), quote marks of mails in front, HTML's tags and entities and
// JSON's escapes; what cannot be printed becomes a space.
std::string clean_line(std::string_view line);

// Small letters; underscores, hyphens and any space as one space; typographic quotes as ASCII's. So
// OpenSSL's "self-signed certificate", 1.1.1's "self signed certificate" and Python's
// SELF_SIGNED_CERTIFICATE are one text.
std::string comparable(std::string_view text);

}  // namespace tlswhy
