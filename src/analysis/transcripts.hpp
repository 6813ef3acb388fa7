// Makes a Transcript of each TCP conversation of a capture.
#pragma once

#include <memory>
#include <utility>

#include "transcript/builder.hpp"
#include "transcript/stream_consumer.hpp"

namespace tlswhy {

class Transcripts final : public StreamConsumerFactory {
 public:
  // `handler` is given each transcript when its conversation has ended.
  explicit Transcripts(TranscriptHandler handler) : handler_(std::move(handler)) {}
  std::unique_ptr<StreamConsumer> open() override {
    return std::make_unique<TranscriptBuilder>(handler_, next_++);
  }

 private:
  TranscriptHandler handler_;
  std::uint64_t next_ = 0;
};

}  // namespace tlswhy
