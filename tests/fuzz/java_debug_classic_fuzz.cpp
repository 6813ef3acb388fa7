// Any lines as javax.net.debug of Java 7 to 10.
#include "printed_lines.hpp"
#include "sources/log/java/debug_classic.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tlswhy::fuzzing::read_lines<tlswhy::JavaDebugClassic>({data, size});
  return 0;
}
