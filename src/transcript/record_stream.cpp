#include "transcript/record_stream.hpp"

#include <algorithm>

namespace tlswhy {
namespace {

constexpr std::size_t header_size = 5;
constexpr std::uint16_t largest_record = (1U << 14) + 2048;  // RFC 5246 §6.2.3, the larger bound

bool body_matters(ContentType type) {
  return type == ContentType::handshake || type == ContentType::alert ||
         type == ContentType::change_cipher_spec;
}

}  // namespace

bool plausible_record_header(Bytes five) {
  if (five.size() < header_size) return false;
  const std::size_t length = static_cast<std::size_t>(five[3]) << 8 | five[4];
  return five[0] >= 20 && five[0] <= 24 && five[1] == 3 && five[2] <= 4 && length <= largest_record;
}

void RecordStream::feed(Bytes bytes, const Origin& at, RecordSink& sink) {
  if (state_ == State::lost && plausible_record_header(bytes)) state_ = State::header;
  while (!bytes.empty() && (state_ == State::header || state_ == State::body)) {
    bytes = state_ == State::header ? take_header(bytes, at, sink) : take_body(bytes, at, sink);
  }
}

Bytes RecordStream::take_header(Bytes bytes, const Origin& at, RecordSink& sink) {
  const std::size_t n = std::min(header_size - header_size_, bytes.size());
  std::copy_n(bytes.begin(), n, header_.begin() + header_size_);
  header_size_ = static_cast<std::uint8_t>(header_size_ + n);
  bytes = bytes.subspan(n);
  if (header_size_ < header_size) return bytes;
  header_size_ = 0;
  if (!plausible_record_header(header_)) {
    state_ = State::dead;
    sink.damaged(header_, at);
    return {};
  }
  type_ = static_cast<ContentType>(header_[0]);
  version_ = static_cast<ProtocolVersion>(header_[1] << 8 | header_[2]);
  length_ = static_cast<std::uint16_t>(header_[3] << 8 | header_[4]);
  remaining_ = length_;
  truncated_ = false;
  body_.clear();
  state_ = State::body;
  if (remaining_ == 0) complete({}, at, sink);
  return bytes;
}

Bytes RecordStream::take_body(Bytes bytes, const Origin& at, RecordSink& sink) {
  const Bytes part = bytes.first(std::min<std::size_t>(remaining_, bytes.size()));
  const bool whole = part.size() == length_;
  remaining_ -= static_cast<std::uint32_t>(part.size());
  if (body_matters(type_) && !whole && !truncated_)
    body_.insert(body_.end(), part.begin(), part.end());
  if (remaining_ == 0) complete(whole ? part : Bytes(body_), at, sink);
  return bytes.subspan(part.size());
}

void RecordStream::complete(Bytes body, const Origin& at, RecordSink& sink) {
  state_ = State::header;
  const bool readable = body_matters(type_) && !truncated_;
  sink.record({type_, version_, length_, readable ? body : Bytes{}, truncated_}, at);
  body_.clear();
}

void RecordStream::gap(std::uint64_t count, const Origin& at, RecordSink& sink) {
  if (state_ == State::dead || state_ == State::lost) return;
  if (state_ == State::body && count <= remaining_) {
    remaining_ -= static_cast<std::uint32_t>(count);
    truncated_ = true;
    body_.clear();
    if (remaining_ == 0) complete({}, at, sink);
    return;
  }
  if (state_ == State::body) {
    truncated_ = true;
    complete({}, at, sink);
  }
  header_size_ = 0;
  state_ = State::lost;
}

}  // namespace tlswhy
