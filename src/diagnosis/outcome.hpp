// Whether a connection came about, as far as the capture tells.
#pragma once

#include <cstdint>

#include "diagnosis/diagnosis.hpp"
#include "diagnosis/picture.hpp"

namespace tlswhy {

// Bytes of the conversation are missing from the capture, or its beginning is.
bool capture_is_incomplete(const Transcript& transcript, const Handshake& handshake);

// Of a connection that was opened and on which nobody said a word. How long it was open:
std::int64_t waited_ns(const Transcript& transcript, const Picture& picture);
bool nothing_said(const Transcript& transcript, const Picture& picture);
// Each side waited for the other, on a port of implicit TLS whose plaintext protocol has the server
// speak first: a client that speaks TLS would have begun.
bool both_waited(const Transcript& transcript, const Picture& picture);
// The client opened it and closed it again, or let it stand until the server gave up.
bool opened_only(const Transcript& transcript, const Picture& picture);
// The server closed as soon as it knew the client's address.
bool left_at_once(const Transcript& transcript, const Picture& picture);

// Both sides finished, nobody sent data, and it was closed: by the client in due form (RFC 8446
// section 6.1), or by anybody long after. Where the server speaks first the client may not have
// liked what it said.
bool left_unused(const Transcript& transcript, const Handshake& handshake, const Picture& picture);

// The client sent an HTTP request in plaintext to a port of HTTPS, and the server closed without a
// word.
bool request_unanswered(const Transcript& transcript, const Picture& picture);

// After a complete handshake the server answered the client's request with one record of the size
// of an HTTP server's "400" over a lacking or refused client certificate, and closed: its frame. 0
// where it did not, or had asked for no certificate.
std::uint32_t refused_in_http_frame(const Transcript& transcript, const Handshake& handshake,
                                    const Picture& picture);

Outcome outcome_of(const Transcript& transcript, const Handshake& handshake,
                   const Picture& picture);

}  // namespace tlswhy
