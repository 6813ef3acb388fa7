// XMPP (RFC 6120): STARTTLS of section 5, for clients and, as xmpp-server, between servers. The
// stream is looked at for its few elements by name; nothing here needs XML as such.
#include <string>

#include "starttls/buffered_dialogue.hpp"
#include "starttls/protocol.hpp"
#include "starttls/quote.hpp"

namespace tlswhy::starttls {
namespace {

constexpr std::size_t npos = std::string_view::npos;

struct Element {
  std::size_t begin = npos;
  std::size_t end = npos;  // behind its end tag; npos: it is not whole
};

// The local name at `at`, behind '<' or '</': without a prefix.
std::string_view name_at(std::string_view text, std::size_t at) {
  std::string_view name = text.substr(at);
  name = name.substr(0, name.find_first_of(" \t\r\n/>"));
  const std::size_t colon = name.find(':');
  return colon == npos ? name : name.substr(colon + 1);
}

// The first element of this name.
Element find_element(std::string_view text, std::string_view name) {
  Element out;
  for (std::size_t at = text.find('<'); at != npos; at = text.find('<', at + 1)) {
    const std::size_t close = text.find('>', at);
    if (close == npos) return out;
    const bool end_tag = text.substr(at).starts_with("</");
    if (name_at(text, at + (end_tag ? 2 : 1)) != name) continue;
    if (out.begin == npos && !end_tag) {
      out.begin = at;
      if (text[close - 1] == '/') out.end = close + 1;
    } else if (out.begin != npos && end_tag) {
      out.end = close + 1;
    }
    if (out.end != npos) return out;
  }
  return out;
}

bool whole(const Element& e) { return e.end != npos; }

std::string_view cut_out(std::string_view text, const Element& e) {
  return text.substr(e.begin, e.end - e.begin);
}

class Xmpp final : public BufferedDialogue {
 public:
  Xmpp(std::string_view name_space, std::string host)
      : name_space_(name_space), host_(std::move(host)) {}

  Step begin() override {
    Step step;
    say(step, "<?xml version='1.0'?><stream:stream xmlns='" + name_space_ +
                  "' xmlns:stream='http://etherx.jabber.org/streams' to='" + host_ +
                  "' version='1.0'>");
    return step;
  }

 private:
  std::size_t take(Bytes pending, Step& step) override {
    const std::string_view text = as_text(pending);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != npos && text[first] != '<') {
      step.state = State::unexpected;
      return 0;
    }
    for (const std::string_view no : {"error", "failure"}) {
      const Element e = find_element(text, no);
      if (!whole(e)) continue;
      refuse(step, cut_out(text, e));
      return e.end;
    }
    return asked_ ? proceed(text, step) : features(text, step);
  }

  std::size_t features(std::string_view text, Step& step) {
    const Element e = find_element(text, "features");
    if (!whole(e)) return 0;
    // The features are the offer (RFC 6120 section 4.3.2): what is not among them cannot be had.
    if (find_element(cut_out(text, e), "starttls").begin == npos) {
      refuse(step, cut_out(text, e));
    } else {
      say(step, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
      asked_ = true;
    }
    return e.end;
  }

  static std::size_t proceed(std::string_view text, Step& step) {
    const Element e = find_element(text, "proceed");
    if (!whole(e)) return 0;
    step.state = State::ready;
    return e.end;
  }

  std::string name_space_, host_;
  bool asked_ = false;
};

bool asked(const Seen& seen) {
  return find_element(as_text(seen.client), "starttls").begin != npos;
}

bool between_servers(const Seen& seen) {
  const std::string_view client = as_text(seen.client);
  return client.find("jabber:server'") != npos || client.find("jabber:server\"") != npos;
}

std::string refusal(const Seen& seen) {
  const std::string_view server = as_text(seen.server);
  for (const std::string_view no : {"failure", "error"}) {
    const Element e = find_element(server, no);
    if (whole(e)) return quote(as_bytes(cut_out(server, e)));
  }
  return {};
}

std::unique_ptr<Dialogue> make_client(const Target& t) {
  return std::make_unique<Xmpp>("jabber:client", t.host);
}
std::unique_ptr<Dialogue> make_server(const Target& t) {
  return std::make_unique<Xmpp>("jabber:server", t.host);
}
bool recognise_client(const Seen& seen) { return asked(seen) && !between_servers(seen); }
bool recognise_server(const Seen& seen) { return asked(seen) && between_servers(seen); }

constexpr std::string_view reference = "RFC 6120 section 5";

}  // namespace

const Protocol xmpp{"xmpp", 5222, false, reference, make_client, recognise_client, refusal};
const Protocol xmpp_server{"xmpp-server",    5269,   false, reference, make_server,
                           recognise_server, refusal};

}  // namespace tlswhy::starttls
