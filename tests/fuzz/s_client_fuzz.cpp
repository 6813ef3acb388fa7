// Any lines as the output of openssl s_client.
#include "printed_lines.hpp"
#include "sources/log/s_client.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tlswhy::fuzzing::read_lines<tlswhy::SClient>({data, size});
  return 0;
}
