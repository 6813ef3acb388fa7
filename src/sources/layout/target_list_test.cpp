#include "sources/layout/target_list.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

TEST(TargetList, LinesCommentsAndRepetitions) {
  const auto list = read_target_list("hosts.txt",
                                     "\xef\xbb\xbf# all of them\r\n"
                                     "https://a.example:8444/x.xml#part  # the first\r\n"
                                     "\r\n"
                                     "  b.example:25\r\n"
                                     "B.example:25 #again\r\n"
                                     "[2001:db8::1]:443");
  ASSERT_TRUE(list) << list.error().what;
  ASSERT_EQ(list->targets.size(), 3);
  EXPECT_EQ(list->targets[0].word, "https://a.example:8444/x.xml#part");
  EXPECT_EQ(list->targets[0].line, 2);
  EXPECT_EQ(list->targets[1].url.port, 25);
  EXPECT_EQ(list->targets[2].url.host, "2001:db8::1");
  EXPECT_EQ(list->targets[2].line, 6);
  EXPECT_EQ(list->notes, std::vector<std::string>{"hosts.txt: 1 lines repeat others"});
}

TEST(TargetList, SaysWhichLineIsWrong) {
  EXPECT_EQ(read_target_list("-", "a.example\n\nb.example:x\n").error().what,
            "-:3: \"b.example:x\": \"x\" is no port from 1 to 65535");
  EXPECT_EQ(read_target_list("-", "a.example b.example").error().what,
            "-:1: more than one word: \"a.example b.example\"");
  EXPECT_EQ(read_target_list("-", std::string((16U << 20) + 1, '\n')).error().what,
            "-: larger than 16 MiB");
  EXPECT_TRUE(read_target_list("-", "# none\n")->targets.empty());
}

}  // namespace
}  // namespace tlswhy
