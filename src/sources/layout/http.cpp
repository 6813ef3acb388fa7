#include "sources/layout/http.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace tlswhy {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::uint32_t max_header = 64U << 10;
constexpr std::size_t step = 16U << 10;  // bytes that the parser sees at once

std::string field(const http::response<http::string_body>& answer, http::field name) {
  const auto value = answer[name];
  return {value.data(), value.size()};
}

}  // namespace

struct HttpReader::State {
  http::response_parser<http::string_body> parser;
  std::string pending;  // what the parser has not taken: the beginning of a line
  bool truncated = false, whole = false;
};

std::string http_request(const Url& url) {
  const bool usual = url.port == (url.scheme == "http" ? 80 : 443);
  std::string host = host_and_port(url.host, url.port);
  if (usual) host.resize(host.rfind(':'));
  return fmt::format(
      "GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: tlswhy\r\n"
      "Accept: application/xml, text/xml, */*;q=0.5\r\nConnection: close\r\n\r\n",
      url.path.empty() ? "/" : url.path, host);
}

HttpReader::HttpReader() : state_(std::make_unique<State>()) {
  state_->parser.eager(true);
  state_->parser.header_limit(max_header);
  state_->parser.body_limit(max_body);
}
HttpReader::~HttpReader() = default;

Result<bool> HttpReader::take(Bytes bytes) {
  State& s = *state_;
  while (!bytes.empty() && !s.whole) {
    const Bytes part = bytes.first(std::min(bytes.size(), step));
    bytes = bytes.subspan(part.size());
    s.pending += as_text(part);
    if (s.pending.size() > max_header + step)
      return failure(Error::Kind::malformed, "no HTTP: a line does not end");
    while (!s.pending.empty() && !s.parser.is_done()) {
      beast::error_code wrong;
      const std::size_t used =
          s.parser.put(boost::asio::const_buffer(s.pending.data(), s.pending.size()), wrong);
      s.pending.erase(0, used);
      if (wrong == http::error::need_more) break;
      if (wrong == http::error::body_limit) {
        s.truncated = s.whole = true;
        return true;
      }
      if (wrong)
        return failure(Error::Kind::malformed, fmt::format("no HTTP: {}", wrong.message()));
      if (used == 0) break;
    }
    s.whole = s.parser.is_done();
  }
  return s.whole;
}

Result<HttpAnswer> HttpReader::answer() {
  State& s = *state_;
  if (!s.whole && s.parser.got_some()) {
    beast::error_code wrong;
    s.parser.put_eof(wrong);  // the end of the connection may be that of the body
    s.truncated = static_cast<bool>(wrong);
  }
  if (!s.parser.is_header_done())
    return failure(Error::Kind::malformed, s.parser.got_some() || !s.pending.empty()
                                               ? "the HTTP answer ended inside of its header"
                                               : "no HTTP answer came");
  const auto& message = s.parser.get();
  return HttpAnswer{.status = message.result_int(),
                    .location = field(message, http::field::location),
                    .content_type = field(message, http::field::content_type),
                    .body = message.body(),
                    .truncated = s.truncated};
}

}  // namespace tlswhy
