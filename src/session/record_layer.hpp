// Records in both directions: RFC 8446 section 5, RFC 5246 section 6.2.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "protection/record_protection.hpp"

namespace tlswhy::session {

class RecordLayer final : private RecordSink {
 public:
  // What a connection can hold before somebody reads it.
  static constexpr std::size_t most_waiting = 1U << 20;

  // Bytes from outside, in pieces of any size.
  void feed(Bytes bytes) {
    unread_ += bytes.size();
    stream_.feed(bytes, *this);
  }
  [[nodiscard]] bool flooded() const { return unread_ > most_waiting; }
  // The next whole fragment; nothing where more bytes are needed or the stream is broken for good.
  std::optional<Fragment> next();
  // Why it is broken; empty: it is not. "not_tls", "record_too_long", "bad_record_mac".
  [[nodiscard]] std::string_view fault() const { return fault_; }

  // As records of at most 16,384 bytes, under the present keys. Empty data is one empty record.
  void send(ContentType type, Bytes data);
  [[nodiscard]] Buffer take_output() { return std::exchange(output_, {}); }

  // Of the headers to come; those before ServerHello show less (RFC 8446 section 5.1).
  void set_version(ProtocolVersion version) { version_ = version; }
  void protect_read(std::unique_ptr<RecordProtection> keys, bool tls13);
  void protect_write(std::unique_ptr<RecordProtection> keys) { write_ = std::move(keys); }

 private:
  void record(const Record& record) override;
  void damaged(Bytes there) override;
  std::optional<Fragment> broken(std::string_view fault);
  [[nodiscard]] bool in_clear(ContentType type, std::size_t size) const;

  ProtocolVersion version_ = ProtocolVersion::TLSv1_0;
  RecordStream stream_{RecordStream::Keep::everything};
  std::deque<Fragment> waiting_;  // as received
  std::size_t unread_ = 0;        // bytes that next() has not given out
  Buffer output_;
  std::string_view fault_, damage_;
  bool tls13_ = false;
  std::unique_ptr<RecordProtection> read_, write_;
};

}  // namespace tlswhy::session
