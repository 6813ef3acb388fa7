#include "session/resumption.hpp"

#include "protection/cipher.hpp"
#include "protection/hash.hpp"

namespace tlswhy {

void offer_resumption(const Resumption& resumption, std::chrono::milliseconds age,
                      HelloContent& content) {
  if (is_tls13(resumption.version)) {
    const auto suite = find_suite(resumption.cipher_suite);
    content.psk_dhe_ke = true;
    content.psk_identity = resumption.ticket;
    content.psk_obfuscated_age = resumption.age_add + static_cast<std::uint32_t>(age.count());
    content.psk_binder_size = suite ? size_of(suite->hash) : 0;
  } else if (!resumption.ticket.empty()) {
    content.session_ticket = resumption.ticket;
    if (content.session_id.empty()) content.session_id = random_bytes({}, 32);
  } else {
    content.session_id = resumption.session_id;
  }
}

}  // namespace tlswhy
