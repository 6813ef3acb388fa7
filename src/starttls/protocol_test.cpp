#include "starttls/protocol.hpp"

#include <set>

#include "starttls/quote.hpp"
#include "starttls/testing/play.hpp"

namespace tlswhy::starttls {
namespace {

using namespace testing;

TEST(Protocols, HaveNamesPortsAndReferences) {
  std::set<std::string_view> names;
  for (const Protocol* p : protocols()) {
    EXPECT_TRUE(names.insert(p->name).second) << p->name;
    EXPECT_NE(p->port, 0) << p->name;
    EXPECT_FALSE(p->reference.empty()) << p->name;
    EXPECT_EQ(find_protocol(p->name), p);
    EXPECT_NE(make_dialogue(p->name, target), nullptr) << p->name;
  }
  EXPECT_EQ(names,
            (std::set<std::string_view>{"smtp", "lmtp", "imap", "pop3", "ftp", "ldap", "xmpp",
                                        "xmpp-server", "nntp", "sieve", "irc", "postgres", "mysql",
                                        "rdp", "tds", "http-connect", "socks5"}));
  EXPECT_EQ(find_protocol("gopher"), nullptr);
  EXPECT_EQ(make_dialogue("gopher", target), nullptr);
}

TEST(Protocols, SayNothingForAHostThatIsNone) {
  for (const std::string_view host : {"a\r\nX: y", "a b", "a'/><b", "a\x7f"}) {
    EXPECT_EQ(make_dialogue("http-connect", {std::string(host), 1, {}, {}}), nullptr) << host;
  }
}

TEST(Protocols, TellWhatTheyAreNotSpokenBy) {
  for (const Protocol* p : protocols()) {
    SCOPED_TRACE(p->name);
    EXPECT_EQ(play(p->name, "\x15\x03\x01\x00\x02\x02\x46"sv, 1).last.state, State::unexpected);
    EXPECT_EQ(play(p->name, "SSH-2.0-OpenSSH_9.2p1\r\n", 100).last.state,
              p == &postgres ? State::ready : State::unexpected);
    if (!p->proxy) {
      EXPECT_EQ(play(p->name, "HTTP/1.1 400 Bad Request\r\n\r\n", 100).last.said,
                "HTTP/1.1 400 Bad Request");
    }
  }
  // One byte alone decides in PostgreSQL; what follows it shows that nobody granted anything.
  EXPECT_EQ(play("postgres", "SSH-2.0\r\n", 100).last.injected, "SH-2.0");
}

// Whatever a server floods with: it ends, and what is kept of it is short.
TEST(Protocols, EndAFlood) {
  for (const Protocol* p : protocols()) {
    SCOPED_TRACE(p->name);
    for (const std::string_view unit :
         {"a"sv, "220-a\r\n"sv, "* OK a\r\n"sv, "\"A\"\r\n"sv, ":a NOTICE a\r\n"sv, "<a>"sv,
          "PING a\r\n"sv, "HTTP/1.1 100 a\r\n\r\n"sv, "\x03\x00\x03\xff"sv, "\x04\x00\x0f\xff"sv,
          "\x30\x82\x10\x00"sv, "E\0\0\x10\0"sv, "\0\x10\0\0\x0a"sv, "\5\0"sv}) {
      const auto dialogue = make_dialogue(p->name, target);
      dialogue->begin();
      Step step;
      std::string flood;
      while (flood.size() < 4096) flood += unit;
      for (int i = 0; i < 40 && step.state == State::waits; ++i) {
        step = dialogue->received(as_bytes(flood));
        EXPECT_LE(step.send.size(), 64 * 1024U);
      }
      EXPECT_NE(step.state, State::waits) << quote(as_bytes(unit));
      EXPECT_LE(step.said.size(), longest_quote);
      EXPECT_LE(step.injected.size(), longest_quote);
      EXPECT_LE(dialogue->heard().size(), longest_quote);
      EXPECT_EQ(dialogue->received(as_bytes(flood)).state, step.state);
    }
  }
}

TEST(Quote, IsOneLineThatIsSafeToPrint) {
  EXPECT_EQ(quote(as_bytes(" 454 a\r\n454 b\r\n")), "454 a 454 b");
  EXPECT_EQ(quote(as_bytes("a\x1b[31mb\x7f\0c"sv)), "a.[31mb..c");
  EXPECT_EQ(quote(as_bytes("치명적 오류")), "치명적 오류");
  EXPECT_EQ(quote(as_bytes("a\xff")), "a?");
  EXPECT_EQ(quote(as_bytes("a\xc2\x9b"
                           "b\xe2\x80\xaeg\xe2\x81\xa6")),
            "a.b.g.");
  EXPECT_EQ(quote(as_bytes("\r\n \t")), "");
  const std::string cut = quote(as_bytes(std::string(5000, 'x')));
  EXPECT_EQ(cut.size(), longest_quote);
  EXPECT_TRUE(cut.ends_with("x..."));
  EXPECT_EQ(quote(as_bytes("가나다라"), 10), "가나...");
}

}  // namespace
}  // namespace tlswhy::starttls
