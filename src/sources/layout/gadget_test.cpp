#include "sources/layout/gadget.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace tlswhy {
namespace {

const Url asked = *parse_url("https://gadgets.corp.example:8444/g/x.xml?a=1");

// The answer as it comes, in pieces of `size` bytes, and then the end of the connection.
Result<HttpAnswer> read(const std::string& text, std::size_t size) {
  HttpReader reader;
  for (std::size_t at = 0; at < text.size(); at += size) {
    const auto whole = reader.take(as_bytes(std::string_view(text).substr(at, size)));
    if (!whole) return std::unexpected(whole.error());
    if (*whole) break;
  }
  return reader.answer();
}
std::string with_length(const std::string& head, const std::string& body) {
  return fmt::format("HTTP/1.1 {}\r\nContent-Length: {}\r\n\r\n{}", head, body.size(), body);
}
std::string outcome(const std::string& text) {
  std::string out;
  for (const std::size_t size : {std::size_t{1}, std::size_t{7}, text.size()}) {
    const auto answer = read(text, size);
    const GadgetOutcome o = answer ? judge_gadget(*answer, asked) : GadgetOutcome{};
    const std::string seen =
        !answer ? answer.error().what : fmt::format("{} {}", name_of(o.kind), o.detail);
    EXPECT_TRUE(out.empty() || out == seen) << size << ": " << seen << " after " << out;
    out = seen;
  }
  return out;
}

constexpr const char* module =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Module><ModulePrefs title=\"Customer  Card\"/>"
    "<Content type=\"html\"><![CDATA[<html><title>no</title></html>]]></Content></Module>";

TEST(Gadget, Request) {
  EXPECT_EQ(http_request(asked).substr(0, 66),
            "GET /g/x.xml?a=1 HTTP/1.1\r\nHost: gadgets.corp.example:8444\r\nUser-A");
  EXPECT_NE(http_request(*parse_url("https://[2001:db8::1]/")).find("\r\nHost: [2001:db8::1]\r\n"),
            std::string::npos);
}

TEST(Gadget, IsOne) {
  EXPECT_EQ(outcome(with_length("200 OK\r\nContent-Type: text/xml", module)), "ok Customer Card");
  EXPECT_EQ(outcome(with_length("200 OK\r\nContent-Type: text/html", module)), "ok Customer Card");
  EXPECT_EQ(outcome(fmt::format(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n",
                std::string(module).size(), module)),
            "ok Customer Card");
  EXPECT_EQ(outcome(std::string("HTTP/1.0 200 OK\r\n\r\n") + module), "ok Customer Card");
  EXPECT_EQ(outcome(with_length("200 OK", "<m:Module xmlns:m='x'/>")), "ok ");
}

TEST(Gadget, IsSomethingElse) {
  EXPECT_EQ(outcome(with_length("200 OK\r\nContent-Type: text/html;charset=utf-8",
                                "<!DOCTYPE html><html><head><TITLE lang=en>\n Sign  in\n</title>")),
            "html Sign in");
  EXPECT_EQ(outcome(with_length("200 OK\r\nContent-Type: text/html", "<p>hello")), "html ");
  EXPECT_EQ(outcome(with_length("200 OK", "{\"error\":1}")), "json ");
  EXPECT_EQ(outcome(with_length("200 OK", " \n")), "empty ");
  EXPECT_EQ(outcome(with_length("200 OK", "<ns2:rss/>")), "xml ns2:rss");
  EXPECT_EQ(outcome(with_length("200 OK\r\nContent-Type: text/plain", "hello")),
            "other text/plain");
  EXPECT_EQ(outcome(with_length("200 OK\r\nContent-Type: text/xml", "<Module><a></Module>")),
            "other text/xml");
}

TEST(Gadget, StatusAndRedirects) {
  EXPECT_EQ(outcome(with_length("404 Not Found", "<html>")), "status 404");
  EXPECT_EQ(outcome(with_length("503 Busy", "")), "status 503");
  EXPECT_EQ(outcome(with_length("302 Found", "")), "status 302");
  EXPECT_EQ(outcome(with_length("302 Found\r\nLocation: /login?x=1", "")), "redirect /login?x=1");
  EXPECT_EQ(outcome(with_length("301 Moved\r\nLocation: https://Gadgets.corp.example:8444/y", "")),
            "redirect /y");
  EXPECT_EQ(outcome(with_length("302 Found\r\nLocation: http://gadgets.corp.example:8444/y", "")),
            "elsewhere http://gadgets.corp.example:8444");
  EXPECT_EQ(outcome(with_length("302 Found\r\nLocation: https://sso.corp.example/?secret", "")),
            "elsewhere https://sso.corp.example:443");
}

TEST(Gadget, WhatIsNoHttp) {
  EXPECT_EQ(outcome("SSH-2.0-OpenSSH\r\n\r\n").substr(0, 8), "no HTTP:");
  EXPECT_EQ(outcome("HTTP/1.1 200 OK\r\nContent-"), "the HTTP answer ended inside of its header");
  EXPECT_EQ(HttpReader().answer().error().what, "no HTTP answer came");
}

TEST(Gadget, BodiesAreBounded) {
  const std::string start = "<Module><ModulePrefs title='big'/><!--";
  const auto large = read("HTTP/1.1 200 OK\r\n\r\n" + start + std::string(3U << 20, 'x'), 5000);
  ASSERT_TRUE(large) << large.error().what;
  EXPECT_TRUE(large->truncated);
  EXPECT_LE(large->body.size(), HttpReader::max_body);
  EXPECT_EQ(judge_gadget(*large, asked), (GadgetOutcome{GadgetOutcome::Kind::ok, "big"}));
  const auto told = read("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\nx", 5000);
  ASSERT_TRUE(told) << told.error().what;
  EXPECT_TRUE(told->truncated);
  const auto cut = read("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + start, 5000);
  ASSERT_TRUE(cut);
  EXPECT_TRUE(cut->truncated);
  EXPECT_FALSE(read("HTTP/1.1 200 OK\r\nX: " + std::string(1U << 20, 'x'), 5000));
  EXPECT_FALSE(
      read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(1U << 20, 'x'),
           5000));
}

}  // namespace
}  // namespace tlswhy
