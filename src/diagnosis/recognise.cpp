#include "diagnosis/recognise.hpp"

#include <algorithm>
#include <ranges>
#include <span>

#include "base/contains.hpp"
#include "wire/grease.hpp"

namespace tlswhy {
namespace {

using Codes = std::span<const std::uint16_t>;

bool holds_all(Codes list, Codes wanted) {
  return std::ranges::all_of(wanted, [list](std::uint16_t v) { return contains(list, v); });
}

bool holds_none(Codes list, Codes unwanted) {
  return std::ranges::none_of(unwanted, [list](std::uint16_t v) { return contains(list, v); });
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
  return contains(suites, scsv) ? knowledge::ScsvPlace::last : knowledge::ScsvPlace::absent;
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
  n += r.suites_begin.size();
  for (const bool given : {!r.extension_order.empty(), r.scsv.has_value(), r.grease.has_value(),
                           r.tls13.has_value()}) {
    n += given ? 1U : 0U;
  }
  return n;
}

// The hello as the rules look at it: code points in order, GREASE and signalling values apart.
struct HelloShape {
  std::vector<std::uint16_t> extensions, all_suites, suites, schemes;
  bool grease = false, tls13 = false;

  explicit HelloShape(const ClientHello& hello)
      : extensions(without_grease(hello.extensions)),
        all_suites(without_grease(hello.cipher_suites)),
        suites(without_signals(all_suites)),
        schemes(without_grease(hello.signature_algorithms)),
        grease(has_grease(hello)),
        tls13(is_tls13(hello.highest_version())) {}
};

bool obeys(const HelloShape& hello, const knowledge::HelloRules& rules) {
  if (!holds_all(hello.extensions, rules.has_extensions)) return false;
  if (!holds_none(hello.extensions, rules.lacks_extensions)) return false;
  if (rules.grease && hello.grease != *rules.grease) return false;
  if (rules.tls13 && hello.tls13 != *rules.tls13) return false;
  if (!rules.extension_order.empty() && !subsequence(hello.extensions, rules.extension_order))
    return false;
  const auto& suites = hello.suites;
  if (!holds_all(suites, rules.suites_have) || !holds_none(suites, rules.suites_lack)) return false;
  const Codes begin = Codes(suites).first(std::min(suites.size(), rules.suites_begin.size()));
  if (!std::ranges::equal(begin, rules.suites_begin)) return false;
  if (!holds_all(hello.schemes, rules.schemes_have)) return false;
  if (!holds_none(hello.schemes, rules.schemes_lack)) return false;
  return !rules.scsv || scsv_place(hello.all_suites) == *rules.scsv;
}

}  // namespace

std::vector<const knowledge::Stack*> recognise(const ClientHello& hello) {
  std::vector<const knowledge::Stack*> out;
  if (hello.sslv2_format) return out;
  const HelloShape shape(hello);
  for (const knowledge::Stack& stack : knowledge::stacks()) {
    if (obeys(shape, stack.hello)) out.push_back(&stack);
  }
  std::ranges::stable_sort(out, std::ranges::greater{},
                           [](const knowledge::Stack* s) { return rule_count(s->hello); });
  return out;
}

}  // namespace tlswhy
