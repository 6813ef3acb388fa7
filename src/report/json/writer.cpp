#include "report/json/writer.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/utf8.hpp"

namespace tlswhy::json {

void Writer::separate() {
  if (!out_.empty() && !std::string_view("{[:").contains(out_.back())) out_.push_back(',');
}

Writer& Writer::open(char bracket) {
  separate();
  out_.push_back(bracket);
  return *this;
}

Writer& Writer::close(char bracket) {
  out_.push_back(bracket);
  return *this;
}

Writer& Writer::name(std::string_view name) {
  separate();
  out_.append("\"").append(name).append("\":");
  return *this;
}

Writer& Writer::value(std::string_view text) {
  const bool plain = std::ranges::all_of(
      text, [](unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; });
  separate();
  if (plain) {
    out_.append("\"").append(text).append("\"");
  } else {
    out_.append(boost::json::serialize(boost::json::string_view(valid_utf8(text))));
  }
  return *this;
}

Writer& Writer::json(std::string_view written) {
  if (written.empty()) return *this;
  separate();
  out_.append(written);
  return *this;
}

Writer& Writer::value(double number) {
  return json(boost::json::serialize(boost::json::value(number)));
}

Writer& Writer::place(Provenance at) {
  switch (at.kind) {
    case Provenance::Kind::packet: member("frame", at.number); break;
    case Provenance::Kind::line: member("line", at.number); break;
    case Provenance::Kind::question: member("question", at.number); break;
    case Provenance::Kind::nowhere: break;
  }
  return at.depth ? member("depth", *at.depth) : *this;
}

}  // namespace tlswhy::json
