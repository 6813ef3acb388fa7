#include "analysis/remedy_cache.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "remedy/library_said.hpp"
#include "remedy/prove.hpp"
#include "remedy/server_there.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {
namespace {

// All that remedies depend on, as bytes. GREASE (RFC 8701) is drawn anew for each connection.
class Key {
 public:
  template <class T>
    requires std::is_trivially_copyable_v<T>
  void add(const T& value) {
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void add(const std::string& text) {
    add(text.size());
    out_ += text;
  }
  template <class T>
  void add(const std::vector<T>& list) {
    add(list.size());
    for (const T& item : list) add(item);
  }
  template <class T>
  void add(const std::optional<T>& value) {
    add(value.has_value());
    if (value) add(*value);
  }
  template <class T>
  void add_codes(const std::vector<T>& list) {
    add(list.size());
    for (const T item : list) add(is_grease(code(item)) ? T{} : item);
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

void add(Key& key, const ClientHello& hello) {
  key.add(hello.sslv2_format);
  key.add(hello.legacy_version);
  key.add_codes(hello.cipher_suites);
  key.add_codes(hello.extensions);
  key.add(hello.server_name);
  key.add_codes(hello.supported_groups);
  key.add_codes(hello.key_shares);
  key.add(hello.signature_algorithms);
  key.add(hello.signature_algorithms_cert);
  key.add(hello.supported_versions);
  key.add(hello.alpn);
}

void add(Key& key, const Handshake& h) {
  key.add(static_cast<bool>(h.client_hello));
  if (h.client_hello) add(key, *h.client_hello);
  key.add(static_cast<bool>(h.server_hello));
  if (h.server_hello) {
    key.add(h.server_hello->selected_version);
    key.add(h.server_hello->cipher_suite);
    key.add(h.server_hello->extensions);
  }
  key.add(static_cast<bool>(h.server_key_exchange));
  if (h.server_key_exchange) {
    key.add(h.server_key_exchange->group);
    key.add(h.server_key_exchange->dh_bits);
  }
  key.add(static_cast<bool>(h.server_certificates));
  if (!h.server_certificates) return;
  for (const auto& certificate : *h.server_certificates) key.add(certificate->sha256);
}

std::size_t passed(const CertificateList& list, Timestamp at) {
  std::size_t out = 0;
  for (const auto& c : list) out += (c->not_before <= at ? 1U : 0U) + (c->not_after < at ? 1U : 0U);
  return out;
}

bool same(const std::vector<knowledge::Parameter>& a, const std::vector<knowledge::Parameter>& b) {
  return std::ranges::equal(
      a, b, [](const auto& x, const auto& y) { return x.name == y.name && x.value == y.value; });
}

}  // namespace

std::size_t RemedyCache::dates_passed(Timestamp at, const CertificateList& at_hand) const {
  return passed(at_hand, at) + (setting_.store ? passed(*setting_.store, at) : 0);
}

std::string RemedyCache::key_of(const Diagnosis& d, const Seen& seen,
                                const CertificateList& at_hand) const {
  const Handshake& h = seen.handshake;
  Key key;
  const ServerThere there = server_there(seen.transcript, h);
  key.add(there.named);
  key.add(std::string(there.service));
  key.add(d.cause);
  key.add(d.refuser);
  key.add(d.client != nullptr ? std::optional(d.client->id) : std::nullopt);
  key.add(std::string(library_said(seen.transcript)));
  key.add(d.candidates.size() > 1);  // decides what is said of them
  add(key, h);
  key.add(at_hand.size());
  if (!setting_.at) {
    const Timestamp at = seen.transcript.transport.last();
    if (h.server_certificates) key.add(passed(*h.server_certificates, at));
    key.add(dates_passed(at, at_hand));
  }
  return key.take();
}

std::shared_ptr<const std::vector<Remedy>> RemedyCache::remedies_of(
    const Diagnosis& d, const Seen& seen, const CertificateList& at_hand) {
  if (!d.cause) return nullptr;
  if (answers_.size() >= most_questions) answers_.clear();
  Answer& answer = answers_[key_of(d, seen, at_hand)];
  if (answer.remedies && same(answer.parameters, d.parameters)) return answer.remedies;
  answer.parameters = d.parameters;
  answer.remedies = std::make_shared<const std::vector<Remedy>>(
      prove_seen(remedies_for(d, seen.handshake, server_there(seen.transcript, seen.handshake),
                              library_said(seen.transcript)),
                 d, seen.handshake, setting_, seen.transcript.transport.last(), at_hand));
  return answer.remedies;
}

}  // namespace tlswhy
