// Any lines as javax.net.debug of Java 11 and later.
#include "printed_lines.hpp"
#include "sources/log/java/debug.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tlswhy::fuzzing::read_lines<tlswhy::JavaDebug>({data, size});
  return 0;
}
