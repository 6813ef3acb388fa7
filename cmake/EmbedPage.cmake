# cmake -DPAGE=FILE -DOUTPUT=FILE -P EmbedPage.cmake: writes the built page as an array of bytes.
cmake_minimum_required(VERSION 3.25)
file(READ ${PAGE} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
set(text "// Generated from web/built by cmake/EmbedPage.cmake; changes here are lost.
#include \"report/html/page.hpp\"

namespace tlswhy::html {
namespace {
constexpr char bytes[] = {${bytes}};
}  // namespace

const std::string_view report_page{bytes, sizeof bytes};

}  // namespace tlswhy::html
")
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "${text}" @ONLY)  # writes where the text is another one
