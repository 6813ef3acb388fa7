// PostgreSQL: SSLRequest (PostgreSQL 16, Frontend/Backend Protocol 55.2.10, 55.7), answered by one
// byte: S, N, or the E of an ErrorResponse.
#include <algorithm>
#include <string>

#include "starttls/buffered_dialogue.hpp"
#include "starttls/protocol.hpp"
#include "starttls/quote.hpp"

namespace tlswhy::starttls {
namespace {

constexpr std::string_view ssl_request("\0\0\0\x08\x04\xd2\x16\x2f", 8);
constexpr std::string_view gssenc_request("\0\0\0\x08\x04\xd2\x16\x30", 8);
constexpr std::size_t longest_error = 8 * 1024;

// "FATAL: sorry, too many clients already (53300)" of the fields of an ErrorResponse: a type, text
// and NUL each.
std::string error_words(Bytes fields) {
  std::string severity, message, code;
  std::string_view rest = as_text(fields);
  while (!rest.empty() && rest[0] != '\0') {
    const std::string_view field = rest.substr(0, rest.find('\0'));
    const std::string_view value = field.substr(1);
    if (field[0] == 'S') severity = value;
    if (field[0] == 'M') message = value;
    if (field[0] == 'C') code = value;
    rest.remove_prefix(std::min(field.size() + 1, rest.size()));
  }
  std::string out = severity.empty() ? message : severity + ": " + message;
  if (!code.empty()) out += " (" + code + ")";
  return quote(as_bytes(out));
}

struct Error {
  std::string words;
  std::size_t size = 0;  // 0: it is not whole yet
};

// What begins with E: a length and fields, or, from servers before 7.4, text up to a NUL.
Error error_at(Bytes pending) {
  Reader r(pending);
  r.u8();
  const std::uint32_t length = r.u32();
  if (!r.ok()) return {};
  if (length >= 4 && length <= longest_error) {
    const Bytes fields = r.bytes(length - 4);
    return r.ok() ? Error{error_words(fields), length + 1} : Error{};
  }
  const auto end = std::ranges::find(pending, 0);
  if (end == pending.end()) return {};
  const Bytes text(pending.begin(), end);
  return {quote(text.subspan(1)), text.size() + 1};
}

class Postgres final : public BufferedDialogue {
 public:
  Step begin() override {
    Step step;
    say(step, ssl_request);
    return step;
  }

 private:
  std::size_t take(Bytes pending, Step& step) override {
    if (pending[0] == 'S') {
      step.state = State::ready;
      return 1;
    }
    if (pending[0] == 'N') {
      refuse(step, "N");
      return 1;
    }
    if (pending[0] != 'E') {
      step.state = State::unexpected;
      return 0;
    }
    const Error error = error_at(pending);
    if (error.size > 0) refuse(step, error.words);
    return error.size;
  }
};

std::unique_ptr<Dialogue> make(const Target&) { return std::make_unique<Postgres>(); }

// How many bytes the server answered before the answer to SSLRequest: a client may ask for GSSAPI
// encryption first, to which the answer is one byte too. Nothing: there is no SSLRequest.
std::ptrdiff_t answer_at(Bytes client) {
  const std::string_view said = as_text(client);
  if (said.starts_with(ssl_request)) return 0;
  const bool second = said.starts_with(gssenc_request) &&
                      said.substr(gssenc_request.size()).starts_with(ssl_request);
  return second ? 1 : -1;
}

bool recognise(const Seen& seen) { return answer_at(seen.client) >= 0; }

std::string refusal(const Seen& seen) {
  const auto skip = static_cast<std::size_t>(answer_at(seen.client));
  if (seen.server.size() <= skip) return {};
  const Bytes answer = seen.server.subspan(skip);
  if (answer[0] == 'N') return "N";
  return answer[0] == 'E' ? error_at(answer).words : std::string();
}

}  // namespace

const Protocol postgres{
    "postgres", 5432,      false,  "PostgreSQL Frontend/Backend Protocol, SSLRequest",
    make,       recognise, refusal};

}  // namespace tlswhy::starttls
