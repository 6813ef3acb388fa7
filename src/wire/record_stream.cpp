#include "wire/record_stream.hpp"

#include <algorithm>

namespace tlswhy {

bool RecordStream::body_matters() const {
  return keep_ == Keep::everything || opener_ != nullptr ||
         header_.type == ContentType::handshake || header_.type == ContentType::alert ||
         header_.type == ContentType::change_cipher_spec;
}

void RecordStream::feed(Bytes bytes, RecordSink& sink) {
  if (state_ == State::lost && plausible_record_header(bytes)) state_ = State::header;
  while (!bytes.empty() && (state_ == State::header || state_ == State::body)) {
    bytes = state_ == State::header ? take_header(bytes, sink) : take_body(bytes, sink);
  }
}

Bytes RecordStream::take_header(Bytes bytes, RecordSink& sink) {
  const std::size_t n = std::min(header_bytes_.size() - header_bytes_size_, bytes.size());
  std::copy_n(bytes.begin(), n, header_bytes_.begin() + header_bytes_size_);
  header_bytes_size_ = static_cast<std::uint8_t>(header_bytes_size_ + n);
  bytes = bytes.subspan(n);
  const Bytes there = Bytes(header_bytes_).first(header_bytes_size_);
  const bool whole = there.size() == header_bytes_.size();
  // What is no content type is no record, which is told at once, not after five bytes.
  if (whole ? !plausible_record_header(there) : !is_content_type(there.front())) {
    state_ = State::dead;
    sink.damaged(there);
    return {};
  }
  if (!whole) return bytes;
  header_bytes_size_ = 0;
  header_ = *read_record_header(there);
  remaining_ = header_.length;
  truncated_ = false;
  body_.clear();
  state_ = State::body;
  if (remaining_ == 0) complete({}, sink);
  return bytes;
}

Bytes RecordStream::take_body(Bytes bytes, RecordSink& sink) {
  const Bytes part = bytes.first(std::min<std::size_t>(remaining_, bytes.size()));
  const bool whole = part.size() == header_.length;
  remaining_ -= static_cast<std::uint32_t>(part.size());
  if (body_matters() && !whole && !truncated_) body_.insert(body_.end(), part.begin(), part.end());
  if (remaining_ == 0) complete(whole ? part : Bytes(body_), sink);
  return bytes.subspan(part.size());
}

void RecordStream::complete(Bytes body, RecordSink& sink) {
  state_ = State::header;
  Record record{header_.type, header_.version, header_.length, {}, truncated_, false};
  std::optional<Fragment> content;
  if (body_matters() && !truncated_) {
    record.body = body;
    if (opener_ != nullptr) content = opener_->open(header_.type, body);
  }
  if (content) {
    record.type = content->type;
    record.body = content->data;
    record.opened = true;
  }
  sink.record(record);
  body_.clear();
}

void RecordStream::gap(std::uint64_t count, RecordSink& sink) {
  if (state_ == State::dead || state_ == State::lost) return;
  if (state_ == State::body && count <= remaining_) {
    remaining_ -= static_cast<std::uint32_t>(count);
    truncated_ = true;
    body_.clear();
    if (remaining_ == 0) complete({}, sink);
    return;
  }
  if (state_ == State::body) {
    truncated_ = true;
    complete({}, sink);
  }
  header_bytes_size_ = 0;
  state_ = State::lost;
}

}  // namespace tlswhy
