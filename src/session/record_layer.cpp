#include "session/record_layer.hpp"

#include <algorithm>

namespace tlswhy::session {
namespace {

constexpr std::size_t header_size = 5;
constexpr std::size_t most_plain = 16'384;
constexpr std::size_t most_sealed = most_plain + 2'048;  // RFC 5246 section 6.2.3

}  // namespace

std::optional<Fragment> RecordLayer::next() {
  if (!fault_.empty()) return std::nullopt;
  Reader in(Bytes(waiting_).subspan(taken_));
  const auto type = static_cast<ContentType>(in.u8());
  const std::uint8_t major = in.u8();
  in.u8();
  const std::size_t size = in.u16();
  if (!in.ok()) {
    // A record starts with a content type: what does not is told at once, not after five bytes.
    if (waiting_.size() > taken_ && (waiting_[taken_] < 20 || waiting_[taken_] > 24)) {
      return broken("not_tls");
    }
    return std::nullopt;
  }
  if (type < ContentType::change_cipher_spec || type > ContentType::heartbeat || major != 3) {
    return broken("not_tls");
  }
  if (size > (read_ ? most_sealed : most_plain)) return broken("record_too_long");
  const Bytes body = in.bytes(size);
  if (!in.ok()) return std::nullopt;
  std::optional<Fragment> out = read_ && !in_clear(type, size)
                                    ? read_->open(type, body)
                                    : std::optional(Fragment{type, copy(body)});
  if (!out) return broken("bad_record_mac");
  if (out->data.size() > most_plain) return broken("record_too_long");
  taken_ += header_size + size;
  if (taken_ == waiting_.size() || taken_ > most_sealed) {
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(taken_));
    taken_ = 0;
  }
  return out;
}

void RecordLayer::send(ContentType type, Bytes data) {
  do {
    const Bytes piece = data.first(std::min(data.size(), most_plain));
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
