// What speaks where TLS was expected.
#pragma once

#include <string>
#include <string_view>

namespace tlswhy {

// The protocol whose first words these are, as a remark: " (SSH)", with the option that would speak
// it first: " (IMAP: --starttls imap)". Empty: none that is known.
std::string other_protocol(std::string_view first_words);

}  // namespace tlswhy
