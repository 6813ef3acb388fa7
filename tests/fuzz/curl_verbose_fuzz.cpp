// Any lines as the output of curl -v.
#include "printed_lines.hpp"
#include "sources/log/curl_verbose.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tlswhy::fuzzing::read_lines<tlswhy::CurlVerbose>({data, size});
  return 0;
}
