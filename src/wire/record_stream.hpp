// Splits one direction of a connection into TLS records (RFC 8446 section 5.1) as bytes arrive.
// Bodies that may be readable are handed over whole; application data is only counted, never
// buffered, unless somebody can open it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "wire/record_header.hpp"

namespace tlswhy {

// What a record carries, once its protection is off: the type is that of the content (RFC 8446
// section 5.2).
struct Fragment {
  ContentType type{};
  std::vector<std::uint8_t> data;
};

// Takes the protection off the records of one direction, which come in order and whole.
class RecordOpener {
 public:
  virtual ~RecordOpener() = default;
  // Nothing where the record was not made with the keys at hand, or is in clear.
  virtual std::optional<Fragment> open(ContentType type, Bytes body) = 0;
};

struct Record {
  ContentType type{};
  ProtocolVersion version{};
  std::uint16_t length = 0;  // as the header says
  Bytes body;                // empty where it is not kept: application data that nobody opens
  bool truncated = false;    // bytes inside were lost; body is empty
  bool opened = false;       // type and body are those of the content that was protected
};

class RecordSink {
 public:
  virtual void record(const Record& record) = 0;
  // Something that is no record header stands where one must, as far as it was looked at; nothing
  // more comes from this stream.
  virtual void damaged(Bytes there) = 0;

 protected:
  ~RecordSink() = default;
};

class RecordStream {
 public:
  enum class Keep : std::uint8_t { readable, everything };  // of the bodies
  explicit RecordStream(Keep keep = Keep::readable) : keep_(keep) {}

  void feed(Bytes bytes, RecordSink& sink);
  // `count` bytes are missing here. Inside one record's body the stream stays in step; beyond it,
  // the next data that begins with a plausible header is taken up again.
  void gap(std::uint64_t count, RecordSink& sink);
  // From the next record on; it must outlive the stream. Null: nothing can be opened.
  void open_with(RecordOpener* opener) { opener_ = opener; }

  [[nodiscard]] bool lost() const { return state_ == State::lost; }
  // A record had begun and is not complete: its header, and its body bytes so far.
  [[nodiscard]] bool inside_record() const { return state_ == State::body; }
  [[nodiscard]] const RecordHeader& partial_header() const { return header_; }
  [[nodiscard]] Bytes partial_body() const { return body_; }

 private:
  enum class State : std::uint8_t { header, body, lost, dead };

  [[nodiscard]] bool body_matters() const;
  Bytes take_header(Bytes bytes, RecordSink& sink);
  Bytes take_body(Bytes bytes, RecordSink& sink);
  void complete(Bytes body, RecordSink& sink);

  Keep keep_;
  RecordOpener* opener_ = nullptr;
  State state_ = State::header;
  bool truncated_ = false;
  std::uint8_t header_bytes_size_ = 0;
  std::array<std::uint8_t, RecordHeader::size> header_bytes_{};
  RecordHeader header_;
  std::uint32_t remaining_ = 0;
  std::vector<std::uint8_t> body_;
};

}  // namespace tlswhy
