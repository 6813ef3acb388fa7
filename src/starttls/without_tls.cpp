#include "starttls/without_tls.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "starttls/numeric_dialogue.hpp"
#include "starttls/quote.hpp"
#include "starttls/seen_lines.hpp"

namespace tlswhy::starttls {
namespace {

bool has(std::string_view line, std::string_view word) {
  const auto at = std::ranges::search(line, word, [](char a, char b) {
    const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; };
    return upper(a) == upper(b);
  });
  return !at.empty() || word.empty();
}

// As a word of a list of capabilities, not inside a host name.
bool lists(std::string_view line, std::string_view word) {
  constexpr std::string_view before = " -\"[\t", after = " \"])\t";
  for (std::size_t at = 0; at + word.size() <= line.size(); ++at) {
    const std::size_t end = at + word.size();
    if (!same_word(line.substr(at, word.size()), word)) continue;
    const bool begins = at == 0 || before.find(line[at - 1]) != std::string_view::npos;
    if (begins && (end == line.size() || after.find(line[end]) != std::string_view::npos))
      return true;
  }
  return false;
}

template <std::size_t n>
bool is_one_of(std::string_view line, const std::array<std::string_view, n>& words) {
  return std::ranges::any_of(
      words, [line](std::string_view word) { return begins_with_word(line, word); });
}

// Behind the tag of IMAP (RFC 9051 section 2.2.1).
std::string_view without_tag(std::string_view line) {
  const std::size_t space = line.find(' ');
  return space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
}

// RFC 5321, 9051, 1939, 2449, 2389, 5804: what a server can do is asked, and good-bye is said.
constexpr std::array<std::string_view, 7> questions = {"EHLO", "LHLO", "CAPABILITY",  "CAPA",
                                                       "FEAT", "HELP", "CAPABILITIES"};
constexpr std::array<std::string_view, 6> idle = {"HELO", "NOOP", "QUIT", "LOGOUT", "ID", "RSET"};

bool only_asked(const std::vector<std::string_view>& client) {
  bool asked = false;
  for (const std::string_view line : client) {
    const bool question = is_one_of(line, questions) || is_one_of(without_tag(line), questions);
    asked = asked || question;
    if (!question && !is_one_of(line, idle) && !is_one_of(without_tag(line), idle)) return false;
  }
  return asked;
}

// The answer to such a question, as far as it tells of the protocol's list.
bool is_list(std::string_view line) {
  return line.starts_with("250-") || line.starts_with("250 ") || line.starts_with("* CAPABILITY") ||
         has(line, "[CAPABILITY") || line.starts_with("211") || line == "." ||
         begins_with_word(line, "-ERR");
}

// RFC 6120 section 5.4.2: the features of a stream, which its client closes.
bool closes_stream(const Seen& seen) {
  const std::string_view client = as_text(seen.client), server = as_text(seen.server);
  return server.find("</stream:features>") != std::string_view::npos &&
         client.find("<starttls") == std::string_view::npos &&
         client.find("<auth") == std::string_view::npos &&
         client.find("</stream:stream>") != std::string_view::npos;
}

bool demands_in_text(std::string_view line) {
  if (has(line, " not ")) return false;
  const bool about = has(line, "TLS") || has(line, "SSL") || has(line, "encrypt");
  if (begins_with_word(line, "530") || line.starts_with("530-")) return about;
  if (begins_with_word(line, "521") || begins_with_word(line, "522") ||
      begins_with_word(line, "550"))
    return about && has(line, "required");
  if (begins_with_word(line, "-ERR")) return has(line, "TLS") && !has(line, "enabled");
  return has(without_tag(line), "NO [PRIVACYREQUIRED]");
}

// What stands behind `code` and some bytes more, up to a zero.
std::string words_behind(Bytes said, Bytes code, std::ptrdiff_t more) {
  const auto at = std::ranges::search(said, code);
  if (at.empty() || said.end() - at.end() < more) return {};
  const auto begin = at.end() + more;
  return quote(Bytes(begin, std::find(begin, said.end(), std::uint8_t{0})));
}

// BindResponse or ExtendedResponse with confidentialityRequired (13), or with
// strongerAuthRequired (8), which Active Directory says of a bind without signing or TLS.
std::string demand_in_ldap(Bytes server) {
  if (server.size() < 14 || server[0] != 0x30) return {};
  const Bytes start = server.first(std::min<std::size_t>(server.size(), 240));
  for (const std::uint8_t result : {std::uint8_t{13}, std::uint8_t{8}}) {
    const std::array<std::uint8_t, 6> code = {0x0a, 0x01, result, 0x04, 0x00, 0x04};
    const auto at = std::ranges::search(start, code);
    const bool long_form = !at.empty() && at.end() != start.end() && *at.end() == 0x84;
    std::string words = words_behind(start, code, long_form ? 5 : 1);
    if (!words.empty() && (result == 13 || has(words, "SSL"))) return words;
  }
  return {};
}

// ErrorResponse 28000 about a connection without encryption, of which pg_hba.conf knows none.
std::string demand_in_postgres(Bytes server) {
  constexpr std::array<std::uint8_t, 8> code = {'C', '2', '8', '0', '0', '0', 0, 'M'};
  if (server.empty() || server[0] != 'E') return {};
  std::string words = words_behind(server, code, 0);
  return has(words, "no encryption") || has(words, "SSL off") ? words : std::string();
}

// ER_SECURE_TRANSPORT_REQUIRED (3159), with '#' and SQLSTATE; MariaDB has it as 4253.
std::string demand_in_mysql(Bytes server) {
  constexpr std::array<std::uint8_t, 3> mysql = {0xff, 0x57, 0x0c}, mariadb = {0xff, 0x9d, 0x10};
  const std::string words = words_behind(server, mysql, 6);
  return words.empty() ? words_behind(server, mariadb, 6) : words;
}

}  // namespace

bool left_without_offer(const Seen& seen) {
  if (ldap_without_offer(seen)) return true;
  if (closes_stream(seen)) return !has(as_text(seen.server), "<starttls");
  if (!only_asked(whole_lines(seen.client))) return false;
  const auto server = whole_lines(seen.server);
  const bool listed = std::ranges::any_of(server, is_list);
  return listed && std::ranges::none_of(server, [](std::string_view line) {
           return lists(line, "STARTTLS") || lists(line, "STLS") || lists(line, "AUTH TLS");
         });
}

std::string demand_for_tls(const Seen& seen) {
  for (const auto demand : {demand_in_ldap, demand_in_postgres, demand_in_mysql}) {
    if (std::string words = demand(seen.server); !words.empty()) return words;
  }
  for (const std::string_view line : whole_lines(seen.server)) {
    if (demands_in_text(line)) return quote(as_bytes(line));
  }
  return {};
}

}  // namespace tlswhy::starttls
