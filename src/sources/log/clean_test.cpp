#include "sources/log/clean.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

TEST(CleanLine, LeavesOutWhatTerminalsAndBrowsersRead) {
  EXPECT_EQ(clean_line("\x1b[31mERROR\x1b[0m \x1b]0;title\x07 text"), "ERROR  text");
  EXPECT_EQ(clean_line("&quot;a&quot; &#39;b&#x27; &lt;c&gt;<br/>"), "\"a\" 'b' <c> ");
  EXPECT_EQ(clean_line("bell\x07 and\ttab"), "bell  and tab");
}

TEST(CleanLine, KeepsNamesInAngleBrackets) {
  EXPECT_EQ(clean_line("Certificate for <intranet.corp.test> doesn't match"),
            "Certificate for <intranet.corp.test> doesn't match");
}

TEST(CleanLine, TakesOffTheQuoteMarksOfMailsButNotOpenSslsArrows) {
  EXPECT_EQ(clean_line("> > peer not authenticated"), "peer not authenticated");
  EXPECT_EQ(clean_line(">>> TLS 1.2, Alert"), ">>> TLS 1.2, Alert");
}

TEST(CleanLine, ReadsTheEscapesOfJson) {
  EXPECT_EQ(clean_line(R"({"log":"can\u0027t \"verify\"\n"})"), "{\"log\":\"can't \"verify\" \"}");
  EXPECT_EQ(clean_line("ends with \\u00"), "ends with \\u00");
}

TEST(Comparable, MakesOneTextOfTheSpellingsOfOpenSsl) {
  EXPECT_EQ(comparable("SELF_SIGNED_CERT"), comparable("self-signed cert"));
  EXPECT_EQ(comparable("the  certificate\xe2\x80\x99s\tname "), "the certificate's name");
}

}  // namespace
}  // namespace tlswhy
