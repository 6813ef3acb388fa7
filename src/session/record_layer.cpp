#include "session/record_layer.hpp"

#include <algorithm>

namespace tlswhy::session {

// Raw, since the keys may change from one record to the next.
void RecordLayer::record(const Record& record) {
  waiting_.push_back({record.type, copy(record.body)});
}

void RecordLayer::damaged(Bytes there) {
  damage_ = read_record_header(there) ? "record_too_long" : "not_tls";
}

std::optional<Fragment> RecordLayer::next() {
  if (!fault_.empty()) return std::nullopt;
  const std::size_t most = read_ ? most_ciphertext : most_plaintext;
  if (waiting_.empty()) {
    const bool too_long = stream_.inside_record() && stream_.partial_header().length > most;
    if (too_long || !damage_.empty()) return broken(too_long ? "record_too_long" : damage_);
    return std::nullopt;
  }
  Fragment sealed = std::move(waiting_.front());
  waiting_.pop_front();
  unread_ -= RecordHeader::size + sealed.data.size();
  if (sealed.data.size() > most) return broken("record_too_long");
  std::optional<Fragment> out = read_ && !in_clear(sealed.type, sealed.data.size())
                                    ? read_->open(sealed.type, sealed.data)
                                    : std::optional(std::move(sealed));
  if (!out) return broken("bad_record_mac");
  if (out->data.size() > most_plaintext) return broken("record_too_long");
  return out;
}

void RecordLayer::send(ContentType type, Bytes data) {
  do {
    const Bytes piece = data.first(std::min(data.size(), most_plaintext));
    data = data.subspan(piece.size());
    const Fragment sealed = write_ ? write_->seal(type, piece) : Fragment{type, copy(piece)};
    output_.push_back(static_cast<std::uint8_t>(sealed.type));
    put_number(output_, code(version_), 2);
    put_vector(output_, sealed.data, 2);
  } while (!data.empty());
}

void RecordLayer::protect_read(std::unique_ptr<RecordProtection> keys, bool tls13) {
  read_ = std::move(keys);
  tls13_ = tls13;
}

// TLS 1.3 lets a ChangeCipherSpec pass that means nothing (RFC 8446 section 5); an alert in clear
// comes from a server that has no keys yet, or from something before it.
bool RecordLayer::in_clear(ContentType type, std::size_t size) const {
  return tls13_ &&
         (type == ContentType::change_cipher_spec || (type == ContentType::alert && size == 2));
}

std::optional<Fragment> RecordLayer::broken(std::string_view fault) {
  fault_ = fault;
  return std::nullopt;
}

}  // namespace tlswhy::session
