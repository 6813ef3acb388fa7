// One question and one answer of HTTP/1.1 (RFC 9112), without sockets.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/url.hpp"

namespace tlswhy {

// A GET for the URL's path, after which the server is asked to close.
std::string http_request(const Url& url);

struct HttpAnswer {
  unsigned status = 0;
  std::string location, content_type;  // empty: no such field
  std::string body;
  bool truncated = false;  // it had more than HttpReader::max_body, or ended early
};

class HttpReader {
 public:
  static constexpr std::size_t max_body = 1U << 20;

  HttpReader();
  ~HttpReader();
  HttpReader(const HttpReader&) = delete;
  HttpReader& operator=(const HttpReader&) = delete;

  // Takes what arrived; true: the answer is whole, or more of it is not wanted. An error: it is no
  // HTTP.
  Result<bool> take(Bytes bytes);
  // What came, once take() was true or the server closed.
  Result<HttpAnswer> answer();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tlswhy
