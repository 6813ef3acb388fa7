// Folders and zip archives of logs, as support tools collect them: each text and each capture in
// them is an input of its own, what says nothing of TLS is passed over. Bounded in how much is
// looked at, and in how deep.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/explain.hpp"
#include "app/opened.hpp"
#include "base/byte_stream.hpp"
#include "base/result.hpp"

namespace tlswhy {

class Collection {
 public:
  using Capture =
      std::function<Result<int>(const std::string& name, std::unique_ptr<ByteStream> stream)>;

  // `capture` explains one that lies among the texts. `options` must outlive this.
  Collection(const ExplainOptions& options, Capture capture)
      : options_(options), capture_(std::move(capture)) {}

  // Explain all that is inside; the exit code of the contract. What was passed over is told on
  // standard error.
  Result<int> folder(const std::string& path);
  Result<int> zip(const std::string& name, std::unique_ptr<ByteStream> stream);

 private:
  void read_zip(const std::string& name, std::unique_ptr<ByteStream> stream, int depth);
  void file(Opened&& input, int depth);
  void skip(const std::string& name, std::string_view why);
  void progress() const;
  Result<int> finish(const std::string& name);

  const ExplainOptions& options_;
  Capture capture_;
  std::size_t files_ = 0, telling_ = 0, skipped_ = 0;
  std::vector<std::string> named_;  // the first ones that were skipped, with the reason
  int code_ = 0;
};

}  // namespace tlswhy
