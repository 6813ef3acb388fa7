#include "diagnosis/client_chain.hpp"

#include <algorithm>
#include <ranges>

#include "x509/verify.hpp"

namespace tlswhy {
namespace {

bool sent_and_read(const Handshake& h) {
  return h.client_certificates && !h.client_certificates->empty() &&
         h.client_certificates->front()->parsed;
}

bool issued_by_next(const CertificateList& list) {
  for (std::size_t i = 0; i + 1 < list.size(); ++i) {
    const Certificate &subject = *list[i], &issuer = *list[i + 1];
    const bool issued = subject.parsed && issuer.parsed && subject.issuer == issuer.subject &&
                        signed_by(subject, issuer).value_or(true);
    if (!issued) return false;
  }
  return true;
}

}  // namespace

bool server_names_client_issuer(const Handshake& h) {
  if (!h.certificate_request || !sent_and_read(h)) return false;
  // A name stands in a certificate byte for byte as in the list.
  const auto stands_in = [](const Certificate& certificate, const auto& name) {
    return !name.empty() && !std::ranges::search(certificate.der, name).empty();
  };
  return std::ranges::any_of(h.certificate_request->authorities, [&](const auto& name) {
    return std::ranges::any_of(*h.client_certificates,
                               [&](const auto& sent) { return stands_in(*sent, name); });
  });
}

bool client_chain_is_whole(const Handshake& h) {
  if (!sent_and_read(h)) return false;
  const CertificateList& list = *h.client_certificates;
  if (list.size() > 1) return issued_by_next(list);
  return list.front()->self_issued || server_names_client_issuer(h);
}

}  // namespace tlswhy
