#include "diagnosis/protected_records.hpp"

namespace tlswhy {
namespace {

constexpr std::uint32_t header = 4;  // of a handshake message
constexpr std::uint32_t alert = 2;
constexpr std::uint32_t content_type = 1;       // the inner one
constexpr std::uint32_t empty_certificate = 4;  // empty context, empty list (RFC 8446 §4.4.2)
constexpr std::uint32_t padding = 16;  // JSSE adds so much, Mbed TLS fills up to a multiple of it

}  // namespace

RecordLengths13::RecordLengths13(CipherSuite suite) {
  if (code(suite) == 0x1302) hash_ = 48;  // TLS_AES_256_GCM_SHA384
  if (code(suite) == 0x1305) tag_ = 8;    // TLS_AES_128_CCM_8_SHA256
}

std::uint32_t RecordLengths13::content(std::uint16_t record_length) const {
  const std::uint32_t overhead = content_type + tag_;
  return record_length > overhead ? record_length - overhead : 0;
}

bool RecordLengths13::holds(std::uint16_t record_length, std::uint32_t size) const {
  const std::uint32_t seen = content(record_length) + content_type;
  const std::uint32_t plain = size + content_type;
  const std::uint32_t filled = (plain + padding - 1) / padding * padding;
  return seen == plain || seen == plain + padding || seen == filled;
}

bool RecordLengths13::is_alert(std::uint16_t record_length) const {
  return holds(record_length, alert);
}

bool RecordLengths13::is_bare_alert(std::uint16_t record_length) const {
  return content(record_length) == alert;
}

bool RecordLengths13::is_bare_finished(std::uint16_t record_length) const {
  return content(record_length) == header + hash_;
}

bool RecordLengths13::is_finished(std::uint16_t record_length) const {
  return holds(record_length, header + hash_);
}

bool RecordLengths13::is_empty_certificate(std::uint16_t record_length) const {
  return holds(record_length, header + empty_certificate);
}

bool RecordLengths13::is_empty_certificate_and_finished(std::uint16_t record_length) const {
  return holds(record_length, header + empty_certificate + header + hash_);
}

}  // namespace tlswhy
