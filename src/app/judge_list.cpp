#include "app/judge_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/exit_code.hpp"
#include "app/judge.hpp"
#include "base/files.hpp"
#include "report/json/listed_verdict.hpp"
#include "sources/description/chain_list.hpp"
#include "sources/description/server_description.hpp"

namespace tlswhy {
namespace {

// A chain of a thousand certificates has a few megabytes.
constexpr std::size_t longest_line = std::size_t{16} << 20;
constexpr std::size_t window = std::size_t{256} << 10;

// The lines of a stream, without what ends them.
class Lines {
 public:
  explicit Lines(ByteStream& in) : in_(in) {}

  // False at the end. A line that is too long is cut: what is left of it is no JSON, and said so.
  bool next(std::string& line) {
    line.clear();
    for (;;) {
      const std::string_view rest = std::string_view(have_).substr(at_);
      const auto end = rest.find('\n');
      line += rest.substr(0, std::min(end, longest_line - line.size()));
      if (end != std::string_view::npos) {
        at_ += end + 1;
        return true;
      }
      if (line.size() == longest_line) {
        fill();
        return true;
      }
      if (!fill()) return !line.empty();
    }
  }

 private:
  bool fill() {
    have_.resize(window);
    at_ = 0;
    have_.resize(in_.read({reinterpret_cast<std::uint8_t*>(have_.data()), have_.size()}));
    return !have_.empty();
  }

  ByteStream& in_;
  std::string have_;
  std::size_t at_ = 0;
};

class ListJudge {
 public:
  explicit ListJudge(const ExplainOptions& options) : options_(options), now_(now()) {}

  void take(std::string_view line, std::size_t number) {
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
    auto read = read_listed_chain(line);
    if (!read) return refuse(listed_id(line), number, read.error().what);
    if (read->chain.empty() || !read->chain.front()->parsed)
      return refuse(read->id, number, "\"chain\" holds no certificate that can be read");
    Setting setting = options_.setting;
    setting.server = server_around(std::move(read->chain));
    if (!read->host.empty()) setting.host = read->host;
    if (read->at) setting.at = read->at;
    if (!setting.at) setting.at = now_;
    if (read->roots) setting.store = std::move(read->roots);
    const Judged judged = judge(std::move(setting), SeekRemedies::no);
    for (const Explanation& verdict : judged.verdicts)
      fmt::print("{}\n", json::listed_verdict(read->id, verdict));
    code_ = std::max(code_, exit_code_of(judged));
  }

  [[nodiscard]] int code() const {
    return unreadable_ ? std::max(code_, exit_code::unreadable) : code_;
  }

 private:
  void refuse(const std::string& id, std::size_t number, const std::string& why) {
    fmt::print("{}\n", json::unreadable_line(id, number, why));
    unreadable_ = true;
  }

  const ExplainOptions& options_;
  Timestamp now_;
  int code_ = exit_code::nothing_failed;
  bool unreadable_ = false;
};

}  // namespace

Result<int> judge_list(const std::string& path, const ExplainOptions& options) {
  auto stream = open_file(path);
  if (!stream) return std::unexpected(stream.error());
  Lines lines(**stream);
  ListJudge judge(options);
  std::string line;
  for (std::size_t number = 1; lines.next(line); ++number) judge.take(line, number);
  if (const std::string why = (*stream)->trouble(); !why.empty())
    return failure(Error::Kind::malformed, fmt::format("{}: {}", path, why));
  return judge.code();
}

}  // namespace tlswhy
