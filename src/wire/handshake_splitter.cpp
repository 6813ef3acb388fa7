#include "wire/handshake_splitter.hpp"

#include <algorithm>

namespace tlswhy {

void HandshakeSplitter::feed(Bytes bytes) {
  bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(taken_));
  taken_ = 0;
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

std::optional<HandshakeSplitter::Message> HandshakeSplitter::next() {
  const Bytes rest = Bytes(bytes_).subspan(taken_);
  Reader in(rest);
  const auto type = static_cast<HandshakeType>(in.u8());
  const Bytes body = in.bytes(in.u24());
  if (!in.ok()) return std::nullopt;
  const std::size_t size = header_size + body.size();
  taken_ += size;
  return Message{type, body, rest.first(size)};
}

std::optional<HandshakeSplitter::Begun> HandshakeSplitter::begun_with(Bytes more) const {
  std::vector<std::uint8_t> header(
      bytes_.begin() + static_cast<std::ptrdiff_t>(taken_),
      bytes_.begin() + static_cast<std::ptrdiff_t>(std::min(taken_ + header_size, bytes_.size())));
  const Bytes lacking = more.first(std::min(header_size - header.size(), more.size()));
  header.insert(header.end(), lacking.begin(), lacking.end());
  if (header.size() < header_size) return std::nullopt;
  Reader in(header);
  const auto type = static_cast<HandshakeType>(in.u8());
  return Begun{type, static_cast<std::uint32_t>(waiting() + more.size() - header_size), in.u24()};
}

void HandshakeSplitter::clear() {
  bytes_.clear();
  taken_ = 0;
}

}  // namespace tlswhy
