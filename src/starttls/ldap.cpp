// LDAP (RFC 4511): the StartTLS extended operation of section 4.14, in BER (X.690).
#include <array>
#include <optional>
#include <string>

#include "starttls/buffered_dialogue.hpp"
#include "starttls/protocol.hpp"
#include "starttls/quote.hpp"
#include "starttls/without_tls.hpp"

namespace tlswhy::starttls {
namespace {

constexpr std::string_view start_tls = "1.3.6.1.4.1.1466.20037";
constexpr std::uint8_t sequence = 0x30, extended_response = 0x78;
constexpr std::size_t longest_answer = 8 * 1024;

// A BER element with a length in the definite form; `whole` is false where it has not come yet.
struct Element {
  std::uint8_t tag = 0;
  Bytes content;
  bool whole = false;
  std::size_t size = 0;  // with its header, once `whole`
};

// Nothing: this is no element of a size that an answer has.
std::optional<Element> element(Bytes at) {
  Reader r(at);
  Element e;
  e.tag = r.u8();
  const std::uint8_t first = r.u8();
  if (!r.ok()) return e;
  std::uint32_t length = first;
  if (first == 0x81) length = r.u8();
  if (first == 0x82) length = r.u16();
  if (first == 0x83) length = r.u24();
  if (first == 0x84) length = r.u32();  // as Active Directory writes them all
  if (first == 0x80 || first > 0x84 || (r.ok() && length > longest_answer)) return std::nullopt;
  const std::size_t header = at.size() - r.size();
  e.content = r.bytes(length);
  e.whole = r.ok();
  e.size = header + length;
  return e;
}

// Takes the next element off `at`.
Element next(Bytes& at) {
  const auto e = element(at);
  if (!e || !e->whole) {
    at = {};
    return {};
  }
  at = at.subspan(e->size);
  return *e;
}

// RFC 4511 section 4.1.9, those that answer StartTLS; empty for others.
std::string_view code_name(std::uint8_t code) {
  switch (code) {
    case 1: return "operationsError";
    case 2: return "protocolError";
    case 8: return "strongerAuthRequired";
    case 10: return "referral";
    case 11: return "adminLimitExceeded";
    case 12: return "unavailableCriticalExtension";
    case 13: return "confidentialityRequired";
    case 50: return "insufficientAccessRights";
    case 51: return "busy";
    case 52: return "unavailable";
    case 53: return "unwillingToPerform";
    case 80: return "other";
    default: return {};
  }
}

struct Answer {
  std::uint8_t code = 0;
  std::string words;  // "protocolError (2): unsupported extended operation"
};

// The result of an ExtendedResponse (also a Notice of Disconnection, section 4.4.1).
std::optional<Answer> answer_of(Bytes message) {
  Bytes at = message;
  if (next(at).tag != 0x02) return std::nullopt;  // messageID
  const Element response = next(at);
  if (response.tag != extended_response) return std::nullopt;
  at = response.content;
  const Element code = next(at);
  if (code.tag != 0x0a || code.content.size() != 1) return std::nullopt;
  next(at);  // matchedDN
  const std::string said = quote(next(at).content);
  Answer out{code.content[0], std::string(code_name(code.content[0]))};
  const std::string number = std::to_string(out.code);
  out.words = out.words.empty() ? "resultCode " + number : out.words + " (" + number + ")";
  if (!said.empty()) out.words += ": " + said;
  return out;
}

class Ldap final : public BufferedDialogue {
 public:
  Step begin() override {
    Step step;
    // messageID 1, [APPLICATION 23] ExtendedRequest, [0] requestName
    const auto size = static_cast<std::uint8_t>(start_tls.size());
    const auto outer = static_cast<std::uint8_t>(size + 7),
               inner = static_cast<std::uint8_t>(size + 2);
    step.send = {sequence, outer, 0x02, 0x01, 0x01, 0x77, inner, 0x80, size};
    say(step, start_tls);
    return step;
  }

 private:
  std::size_t take(Bytes pending, Step& step) override {
    const auto message = element(pending);
    if (pending[0] != sequence || !message) {
      step.state = State::unexpected;
      return 0;
    }
    if (!message->whole) return 0;
    const auto answer = answer_of(message->content);
    if (!answer) {
      step.state = State::unexpected;
    } else if (answer->code == 0) {
      step.state = State::ready;
    } else {
      refuse(step, answer->words);
    }
    return message->size;
  }
};

std::unique_ptr<Dialogue> make(const Target&) { return std::make_unique<Ldap>(); }

bool recognise(const Seen& seen) {
  return as_text(seen.client).find(start_tls) != std::string_view::npos;
}

std::string refusal(const Seen& seen) {
  for (Bytes at = seen.server; !at.empty();) {
    const Element message = next(at);
    if (message.tag != sequence) return {};
    const auto answer = answer_of(message.content);
    if (answer && answer->code != 0) return quote(as_bytes(answer->words));
  }
  return {};
}

// Asks for the rootDSE: SearchRequest (RFC 4511 section 4.5.1) with an empty baseObject.
bool is_root_search(const Element& request) {
  constexpr std::uint8_t search_request = 0x63;
  Bytes at = request.content;
  return request.tag == search_request && next(at).content.empty() && request.whole;
}

// The client asked for the rootDSE, and said nothing else than farewell.
bool only_root_searches(Bytes said) {
  constexpr std::uint8_t unbind_request = 0x42;
  bool asked = false;
  while (!said.empty()) {
    const Element message = next(said);
    Bytes at = message.content;
    if (message.tag != sequence || next(at).tag != 0x02) return false;
    const Element request = next(at);
    if (!is_root_search(request) && request.tag != unbind_request) return false;
    asked = asked || request.tag != unbind_request;
  }
  return asked;
}

}  // namespace

// RFC 4512 section 5.1: supportedExtension lists what the server can do. Without the attribute it
// is not known: it is operational, and a server may show it to nobody who has not bound.
bool ldap_without_offer(const Seen& seen) {
  constexpr std::string_view attribute = "supportedExtension";
  constexpr std::uint8_t search_entry = 0x64, search_done = 0x65;
  if (!only_root_searches(seen.client)) return false;
  bool listed = false, done = false;
  for (Bytes at = seen.server; !at.empty();) {
    const Element message = next(at);
    Bytes inside = message.content;
    next(inside);  // messageID
    const Element answer = next(inside);
    const std::string_view text = as_text(answer.content);
    if (message.tag != sequence || text.find(start_tls) != std::string_view::npos) return false;
    if (answer.tag == search_entry)
      listed = listed || text.find(attribute) != std::string_view::npos;
    done = done || answer.tag == search_done;
  }
  return listed && done;
}

const Protocol ldap{"ldap", 389, false, "RFC 4511 section 4.14", make, recognise, refusal};

}  // namespace tlswhy::starttls
