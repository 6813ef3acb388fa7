// What a source of TCP byte streams (a capture today) hands its conversations to.
#pragma once

#include <memory>

#include "base/bytes.hpp"
#include "transcript/tcp_facts.hpp"

namespace tlswhy {

struct Origin {
  std::uint32_t frame = 0;
  Timestamp time;
};

// One conversation. Calls come in stream order per side; between the sides in the order in which
// the bytes became readable.
class StreamConsumer {
 public:
  virtual ~StreamConsumer() = default;
  // The next bytes of `from`'s stream; the view is dead after the call.
  virtual void data(Side from, Bytes bytes, const Origin& at) = 0;
  // `count` bytes of `from`'s stream are not in the capture.
  virtual void gap(Side from, std::uint64_t count, const Origin& at) = 0;
  // The conversation is over, or the capture is. Called once, last.
  virtual void end(const TcpFacts& facts) = 0;
};

class StreamConsumerFactory {
 public:
  virtual ~StreamConsumerFactory() = default;
  // Called at the first packet of a conversation; sides are not final until end().
  virtual std::unique_ptr<StreamConsumer> open() = 0;
};

}  // namespace tlswhy
