// Each cause that a side's plaintext tells, and what is almost the same and is not it.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side s = Side::responder;

Seen answered(std::string_view words, std::uint16_t port = 443) {
  Dialogue d;
  d.client(hello_record()).server(words).close(s);
  return Scene(d)
      .tcp([port](TcpFacts& tcp) { tcp.ends[index(s)].port = port; })
      .seen_by(signs::plaintext);
}
Seen talk(std::string_view client, std::string_view server) {
  Dialogue d;
  d.client(client).server(server).close(s);
  return Scene(d).seen_by(signs::plaintext);
}

TEST(Plaintext, HttpInAnswerToAHello) {
  constexpr std::string_view http = "HTTP/1.1 400 Bad Request\r\n\r\n";
  EXPECT_EQ(answered(http).causes(), "plain-http-on-tls-port");
  EXPECT_EQ(answered(http).standing("plain-http-on-tls-port"), Standing::shown);
  EXPECT_EQ(answered(http).refuser("plain-http-on-tls-port"), Party::client);
}

TEST(Plaintext, WhereProxiesListenItMayBeAProxy) {
  const Seen seen = answered("HTTP/1.1 400 Bad Request\r\n\r\n", 3128);
  EXPECT_EQ(seen.causes(), "plain-http-on-tls-port http-proxy-as-https-proxy");
  EXPECT_EQ(seen.standing("plain-http-on-tls-port"), Standing::likely);
}

TEST(Plaintext, OtherServicesAreToldByTheirGreeting) {
  EXPECT_EQ(answered("SSH-2.0-OpenSSH_9.2\r\n").standing("tls-to-plain-service"), Standing::shown);
  EXPECT_EQ(answered("220 mail.test ESMTP\r\n").causes(), "starttls-missing tls-to-plain-service");
  EXPECT_EQ(answered("0123456789\r\n").causes(), "tls-to-plain-service middlebox-corrupts");
}

TEST(Plaintext, AServerThatGreetsFirstDoesNotWaitForTls) {
  const auto greeted = [](std::string_view words) {
    Dialogue d;
    d.server(words).client(hello_record()).goes_on();
    return Scene(d).seen_by(signs::plaintext).causes();
  };
  EXPECT_EQ(greeted("220 mail.test ESMTP\r\n"), "starttls-missing tls-to-plain-service");
  EXPECT_EQ(greeted("welcome\r\n"), "tls-to-plain-service starttls-missing");
}

TEST(Plaintext, AGreetingExplainsTheClientsAlertWhateverIsAnsweredLater) {
  Dialogue d;
  d.server("+OK ready\r\n").client(hello_record() + alert_record(10));
  d.server("-ERR Unknown command.\r\n").close(s);
  EXPECT_EQ(Scene(d).seen_by(signs::plaintext).causes(), "starttls-missing tls-to-plain-service");
}

TEST(Plaintext, AClientThatBeginsAlthoughItWasRefused) {
  Dialogue d;
  d.server("220 mail.test ESMTP\r\n").client("EHLO a\r\n").server("250 mail.test\r\n");
  d.client("STARTTLS\r\n").server("502 5.5.1 not implemented\r\n").client(hello_record());
  d.close(s);
  const Seen seen = Scene(d).seen_by(signs::plaintext);
  EXPECT_EQ(seen.standing("starttls-refused"), Standing::shown);
  EXPECT_EQ(seen.refuser("starttls-refused"), Party::server);
}

TEST(Plaintext, APageInAnswerToAHello) {
  const Seen seen = answered("<!DOCTYPE HTML>\n<html>");
  EXPECT_EQ(seen.causes(), "plain-http-on-tls-port tls-to-plain-service");
  EXPECT_EQ(seen.standing("plain-http-on-tls-port"), Standing::likely);
}

TEST(Plaintext, AnAlertInAnswerToPlaintext) {
  const Seen seen = talk("*1\r\n$4\r\nPING\r\n", alert_record(10));
  EXPECT_EQ(seen.causes(), "starttls-missing");
  EXPECT_EQ(seen.standing("starttls-missing"), Standing::likely);
  EXPECT_FALSE(
      talk("PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n", alert_record(10)).has("starttls-missing"));
}

TEST(Plaintext, ARequestThatAServerOfHttpsClosesWithoutAWord) {
  const auto asked = [](std::string_view words, std::uint16_t port) {
    Dialogue d;
    d.client(words).close(s);
    return Scene(d)
        .tcp([port](TcpFacts& tcp) {
          tcp.ends[index(s)].port = port;
          tcp.sides[index(s)].syn_frame = 1;
        })
        .seen_by(signs::plaintext);
  };
  constexpr std::string_view request = "GET / HTTP/1.1\r\n\r\n";
  EXPECT_EQ(asked(request, 443).standing("http-to-tls-server"), Standing::likely);
  EXPECT_FALSE(asked(request, 80).has("http-to-tls-server"));
  EXPECT_FALSE(asked("HELO\r\n", 443).has("http-to-tls-server"));
}

TEST(Plaintext, ARequestToAServerThatSpeaksTls) {
  constexpr std::string_view told =
      "HTTP/1.1 400 Bad Request\r\n\r\nThe plain HTTP request was sent to HTTPS port";
  EXPECT_EQ(talk("GET / HTTP/1.1\r\n\r\n", told).standing("http-to-tls-server"), Standing::shown);
  EXPECT_EQ(talk("GET / HTTP/1.1\r\n\r\n", alert_record(10)).causes(), "http-to-tls-server");
  EXPECT_EQ(talk("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n").causes(), "");
}

TEST(Plaintext, AProxyThatRefusesToConnect) {
  const Seen denied = talk("CONNECT a.test:443 HTTP/1.1\r\n\r\n", "HTTP/1.1 403 Forbidden\r\n\r\n");
  EXPECT_EQ(denied.standing("proxy-connect-denied"), Standing::shown);
  EXPECT_EQ(denied.refuser("proxy-connect-denied"), Party::middlebox);
  EXPECT_EQ(talk("CONNECT a.test:443 HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n").causes(), "");
}

TEST(Plaintext, AServerThatWantsNoStartTls) {
  const Seen refused =
      talk("EHLO a\r\nSTARTTLS\r\n",
           "220 mail ready\r\n250-mail\r\n250 STARTTLS\r\n454 TLS not available\r\n");
  EXPECT_EQ(refused.standing("starttls-refused"), Standing::shown);
  EXPECT_EQ(refused.refuser("starttls-refused"), Party::server);
}

TEST(Plaintext, AnAnswerThatNamesAProxy) {
  const auto answered = [](std::string_view header) {
    Dialogue d;
    d.client(hello_record()).server("HTTP/1.1 400 Bad Request\r\n" + std::string(header) + "\r\n");
    d.close(s);
    return Scene(d).seen_by(signs::plaintext);
  };
  const Seen proxy = answered("Via: 1.1 proxy.test (squid/5.7)\r\n");
  EXPECT_EQ(proxy.causes(), "http-proxy-as-https-proxy plain-http-on-tls-port");
  EXPECT_EQ(answered("Server: nginx\r\n").causes(), "plain-http-on-tls-port");
  EXPECT_EQ(answered("Server: nginx\r\n").standing("plain-http-on-tls-port"), Standing::shown);
}

TEST(Plaintext, AnEchoIsNoTlsServer) {
  Dialogue d;
  d.client(hello_record()).server(hello_record()).close(s);
  EXPECT_EQ(Scene(d).seen_by(signs::plaintext).causes(), "tls-to-plain-service middlebox-corrupts");
}

TEST(Plaintext, ARefusalInAnyProtocol) {
  const std::string asked("\0\0\0\x08\x04\xd2\x16\x2f", 8);  // PostgreSQL's SSLRequest
  EXPECT_EQ(talk(asked, "N").standing("starttls-refused"), Standing::shown);
  EXPECT_EQ(talk(asked, "").causes(), "");
  Dialogue content;  // it goes on without TLS, as it was told to
  content.client(asked).server("N").client("login").close(s);
  EXPECT_EQ(Scene(content).seen_by(signs::plaintext).causes(), "");
}

TEST(Plaintext, AServerThatDemandsTlsInWords) {
  const std::string words = "530 5.7.0 Must issue a STARTTLS command first\r\n";
  const Seen seen = talk("EHLO a\r\nMAIL FROM:<a@b>\r\n", "220 mail\r\n250 mail\r\n" + words);
  EXPECT_EQ(seen.causes(), "starttls-missing");
  EXPECT_EQ(seen.standing("starttls-missing"), Standing::consistent);
  EXPECT_EQ(seen.refuser("starttls-missing"), Party::server);
  EXPECT_EQ(talk("AUTH\r\n", "220 mail\r\n530 5.7.0 Authentication required\r\n").causes(), "");
}

TEST(Plaintext, WhoReadsThatTlsIsNotOnOfferMayHaveLeftOverThat) {
  const std::string list = "220 mail\r\n250-mail\r\n250 SIZE\r\n";
  EXPECT_EQ(talk("EHLO a\r\nQUIT\r\n", list).standing("starttls-refused"), Standing::possible);
  EXPECT_EQ(talk("EHLO a\r\nMAIL FROM:<a@b>\r\n", list).causes(), "");
  EXPECT_EQ(talk("EHLO a\r\nQUIT\r\n", list + "250 STARTTLS\r\n").causes(), "");
}

TEST(Plaintext, AServerOfTlsThatClosesOverPlaintext) {
  const auto closed = [](std::uint16_t port, Side by) {
    Dialogue d;
    d.client("\x10\x0e MQTT").close(by);
    return Scene(d)
        .tcp([port](TcpFacts& tcp) {
          tcp.ends[index(s)].port = port;
          tcp.sides[index(s)].syn_frame = 1;
        })
        .seen_by(signs::plaintext);
  };
  EXPECT_EQ(closed(8883, s).standing("starttls-missing"), Standing::possible);
  EXPECT_EQ(closed(1883, s).causes(), "");
  EXPECT_EQ(closed(8883, Side::initiator).causes(), "");
}

TEST(Plaintext, AnAlertInAnswerToPlaintextEndsTheConnection) {
  Dialogue d;
  d.client("\x10\x0e MQTT").server(alert_record(10)).close(s);
  EXPECT_EQ(Judged(d).diagnosis.outcome, Outcome::failed);
}

TEST(Plaintext, AnAnswerThatSomebodyMayHavePassedOn) {
  Dialogue d;
  d.client(hello_record()).server("HTTP/1.1 400 Bad Request\r\n\r\n").close(s);
  Scene scene(d);
  const Seen seen = scene.beside({.onward_frame = 2}).seen_by(signs::plaintext);
  EXPECT_EQ(seen.standing("plain-http-on-tls-port"), Standing::likely);
}

TEST(Plaintext, AClientThatFinishedHadATlsServer) {
  Dialogue d;
  d.client(dhe_hello()).server("HTTP/1.1 400 Bad Request\r\n\r\n");
  d.client(client_finish()).close(Side::responder);
  EXPECT_NE(Judged(d).cause(), "plain-http-on-tls-port");
}

}  // namespace
}  // namespace tlswhy::testing
