// Splits one direction of a connection into TLS records (RFC 8446 §5.1) as bytes arrive. Bodies
// that may be readable are handed over whole; application data is only counted, never buffered.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/bytes.hpp"
#include "transcript/stream_consumer.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {

struct Record {
  ContentType type{};
  ProtocolVersion version{};
  std::uint16_t length = 0;
  Bytes body;              // empty for application data
  bool truncated = false;  // bytes inside were lost; body is empty
};

class RecordSink {
 public:
  virtual void record(const Record& record, const Origin& at) = 0;
  // Something that is no record header stands where one must; nothing more comes from this stream.
  virtual void damaged(Bytes there, const Origin& at) = 0;

 protected:
  ~RecordSink() = default;
};

// The five bytes could begin a record: known type, version 3.x, a length within bounds.
bool plausible_record_header(Bytes five);

class RecordStream {
 public:
  void feed(Bytes bytes, const Origin& at, RecordSink& sink);
  // `count` bytes are missing here. Inside one record's body the stream stays in step; beyond it,
  // the next data that begins with a plausible header is taken up again.
  void gap(std::uint64_t count, const Origin& at, RecordSink& sink);

  [[nodiscard]] bool lost() const { return state_ == State::lost; }
  // A record had begun and is not complete: its type and body bytes so far.
  [[nodiscard]] Bytes partial_body() const { return body_; }
  [[nodiscard]] bool inside_record() const { return state_ == State::body; }
  [[nodiscard]] ContentType partial_type() const { return type_; }

 private:
  enum class State : std::uint8_t { header, body, lost, dead };

  Bytes take_header(Bytes bytes, const Origin& at, RecordSink& sink);
  Bytes take_body(Bytes bytes, const Origin& at, RecordSink& sink);
  void complete(Bytes body, const Origin& at, RecordSink& sink);

  State state_ = State::header;
  bool truncated_ = false;
  ContentType type_{};
  ProtocolVersion version_{};
  std::uint8_t header_size_ = 0;
  std::array<std::uint8_t, 5> header_{};
  std::uint16_t length_ = 0;
  std::uint32_t remaining_ = 0;
  std::vector<std::uint8_t> body_;
};

}  // namespace tlswhy
