#include "app/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <optional>

#include "app/exit_code.hpp"
#include "app/page_file.hpp"
#include "base/files.hpp"
#include "base/url.hpp"
#include "report/json/json.hpp"
#include "report/text/text.hpp"
#include "sources/certificates/read_certificates.hpp"
#include "sources/description/chain_list.hpp"
#include "sources/description/learned_server_reader.hpp"
#include "sources/layout/layout.hpp"
#include "sources/log/log_reader.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t head_size = std::size_t{64} << 10;
constexpr std::size_t most_description_bytes = std::size_t{8} << 20;

// What `openssl s_client` prints holds the chain, and what it has against it.
bool tells_of_failure(std::string_view head) {
  while (!head.empty()) {
    const std::size_t end = head.find('\n');
    if (holds_known_message(head.substr(0, end))) return true;
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
  }
  return false;
}

// A chain, or a trust store, as files beside each other.
bool holds_certificates(const std::string& folder) {
  constexpr std::size_t most_looked_at = 256;
  const auto files = list_folder(folder, most_looked_at);
  return files && (files->paths.empty() || std::ranges::any_of(files->paths, [](const auto& path) {
                     if (kind_of_path(path) != PathKind::file) return false;
                     const std::string head = head_of_file(path, head_size);
                     return looks_like_certificates(as_bytes(head)) && !tells_of_failure(head);
                   }));
}

}  // namespace

Timestamp now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return from_seconds(std::chrono::duration_cast<std::chrono::seconds>(since).count());
}

void print(const JudgedReport& as_it_is, const ExplainOptions& options) {
  std::optional<JudgedReport> redacted;
  if (options.redaction) redacted = options.redaction->of(as_it_is);
  const JudgedReport& report = redacted ? *redacted : as_it_is;
  const Judged& judged = report.judged;
  if (options.format == Format::json || (judged.learned && options.format == Format::ndjson)) {
    put_document(json::verdicts(report, options.wording), options);
  } else if (options.format == Format::ndjson) {
    for (const Explanation& v : judged.verdicts)
      fmt::print("{}\n", json::verdict(report, v, options.wording));
  } else {
    fmt::print("{}", text::verdicts(report, options.style()));
  }
}

int exit_code_of(const Judged& judged) {
  const bool all = std::ranges::all_of(judged.verdicts, &Explanation::established);
  return all ? exit_code::nothing_failed : exit_code::would_fail;
}

InputKind kind_of_input(const std::string& path) {
  const PathKind kind = kind_of_path(path);
  if (kind == PathKind::folder)
    return holds_certificates(path) ? InputKind::chain : InputKind::collected;
  if (kind == PathKind::nothing && path != "-" && holds_known_message(path))
    return InputKind::words;
  if (kind != PathKind::file) return InputKind::stream;
  const std::string head = head_of_file(path, head_size);
  if (looks_like_chain_list(head)) return InputKind::chain_list;
  if (looks_like_certificates(as_bytes(head)))
    return tells_of_failure(head) ? InputKind::stream : InputKind::chain;
  if (looks_like_layout(head)) return InputKind::layout;
  const bool described = looks_like_server_description(head) || looks_like_probe(head);
  return described ? InputKind::server : InputKind::stream;
}

Result<ServerDescription> read_server(const std::string& path, const std::string& password) {
  if (kind_of_input(path) == InputKind::server) {
    const auto text = read_file(path, most_description_bytes);
    if (!text) return std::unexpected(text.error());
    if (!looks_like_probe(*text)) return read_server_description(path, *text);
    auto learned = read_learned_server(path, *text);
    if (!learned) return std::unexpected(learned.error());
    const auto asked = parse_url(learned->name);
    return ServerDescription{
        std::move(learned->model),
        {},
        AskedAt{ServerName(asked ? asked->host : learned->name), learned->address}};
  }
  auto read = read_certificates(path, password);
  if (!read) return std::unexpected(read.error());
  if (read->certificates.empty() || !read->certificates.front()->parsed)
    return failure(Error::Kind::malformed, fmt::format("{}: holds no certificate", path));
  ServerDescription out{server_around(std::move(read->certificates)), std::move(read->notes)};
  return out;
}

void give(ServerDescription&& server, Setting& setting) {
  setting.server = std::move(server.server);
  setting.server_asked = std::move(server.asked);
  setting.now = now();
}

Result<int> judge(const std::string& path, const ExplainOptions& options) {
  auto read = read_server(path, options.trust_password);
  if (!read) return std::unexpected(read.error());
  const bool described = kind_of_input(path) == InputKind::server;
  JudgedReport report{{described ? "server" : "chain", path, std::move(read->notes)}, {}};
  std::ranges::copy(options.notes, std::back_inserter(report.input.notes));
  Setting setting = options.setting;
  if (read->asked && setting.host.empty()) setting.host = read->asked->name;
  setting.server = std::move(read->server);
  if (!setting.at) setting.at = now();
  report.judged = judge(std::move(setting));
  print(report, options);
  return exit_code_of(report.judged);
}

int judge(const ChainInLog& found, const std::string& name, const ExplainOptions& options) {
  JudgedReport report{{"chain", name, options.notes}, {}};
  Setting setting = options.setting;
  if (!setting.server) setting.server = server_around(found.chain);
  if (setting.host.empty() && !found.server.host.empty())
    setting.host = ServerName(found.server.host);
  if (!setting.at) setting.at = found.at.value_or(now());
  report.judged = judge(std::move(setting));
  print(report, options);
  return exit_code_of(report.judged);
}

}  // namespace tlswhy
