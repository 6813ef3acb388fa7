#include "diagnosis/recognise.hpp"

#include <algorithm>
#include <ranges>
#include <span>

namespace tlswhy {
namespace {

using Codes = std::span<const std::uint16_t>;

template <class T>
std::vector<std::uint16_t> plain(const std::vector<T>& values) {
  std::vector<std::uint16_t> out;
  for (const T v : values) {
    if (!is_grease(code(v))) out.push_back(code(v));
  }
  return out;
}

bool holds(Codes list, std::uint16_t value) { return std::ranges::find(list, value) != list.end(); }

bool holds_all(Codes list, Codes wanted) {
  return std::ranges::all_of(wanted, [list](std::uint16_t v) { return holds(list, v); });
}

bool holds_none(Codes list, Codes unwanted) {
  return std::ranges::none_of(unwanted, [list](std::uint16_t v) { return holds(list, v); });
}

bool subsequence(Codes list, Codes order) {
  auto at = order.begin();
  for (const std::uint16_t v : list) {
    at = std::find(at, order.end(), v);
    if (at == order.end()) return false;
    ++at;
  }
  return true;
}

knowledge::ScsvPlace scsv_place(const std::vector<std::uint16_t>& suites) {
  constexpr auto scsv = code(CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV);
  if (!suites.empty() && suites.front() == scsv) return knowledge::ScsvPlace::first;
  return holds(suites, scsv) ? knowledge::ScsvPlace::last : knowledge::ScsvPlace::absent;
}

bool has_grease(const ClientHello& hello) {
  const auto grease = [](CipherSuite s) { return is_grease(code(s)); };
  return std::ranges::any_of(hello.cipher_suites, grease);
}

std::vector<std::uint16_t> without_signals(std::vector<std::uint16_t> suites) {
  std::erase(suites, code(CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV));
  std::erase(suites, code(CipherSuite::TLS_FALLBACK_SCSV));
  return suites;
}

std::size_t rule_count(const knowledge::HelloRules& r) {
  std::size_t n = r.has_extensions.size() + r.lacks_extensions.size() + r.suites_have.size() +
                  r.suites_lack.size() + r.schemes_have.size() + r.schemes_lack.size();
  for (const bool given : {!r.extension_order.empty(), !r.suite_order.empty(), r.first_suite.has_value(),
                           r.scsv.has_value(), r.grease.has_value(), r.tls13.has_value()}) {
    n += given ? 1U : 0U;
  }
  return n;
}

}  // namespace

bool obeys(const ClientHello& hello, const knowledge::HelloRules& rules) {
  const auto extensions = plain(hello.extensions);
  const auto all_suites = plain(hello.cipher_suites);
  const auto suites = without_signals(all_suites);
  const auto schemes = plain(hello.signature_algorithms);
  if (!rules.extension_order.empty() && !subsequence(extensions, rules.extension_order)) return false;
  if (!holds_all(extensions, rules.has_extensions)) return false;
  if (!holds_none(extensions, rules.lacks_extensions)) return false;
  if (!holds_all(suites, rules.suites_have) || !holds_none(suites, rules.suites_lack)) return false;
  if (!holds_all(schemes, rules.schemes_have) || !holds_none(schemes, rules.schemes_lack)) return false;
  if (rules.first_suite && (suites.empty() || suites.front() != *rules.first_suite)) return false;
  if (!rules.suite_order.empty() && !subsequence(suites, rules.suite_order)) return false;
  if (rules.scsv && scsv_place(all_suites) != *rules.scsv) return false;
  if (rules.grease && has_grease(hello) != *rules.grease) return false;
  return !rules.tls13 || (hello.highest_version() == ProtocolVersion::TLSv1_3) == *rules.tls13;
}

std::vector<const knowledge::Stack*> recognise(const ClientHello& hello) {
  std::vector<const knowledge::Stack*> out;
  if (hello.sslv2_format) return out;
  for (const knowledge::Stack& stack : knowledge::stacks()) {
    if (obeys(hello, stack.hello)) out.push_back(&stack);
  }
  std::ranges::stable_sort(out, std::ranges::greater{},
                           [](const knowledge::Stack* s) { return rule_count(s->hello); });
  return out;
}

}  // namespace tlswhy
