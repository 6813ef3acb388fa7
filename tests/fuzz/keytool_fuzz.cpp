// Any lines as the output of keytool -printcert -sslserver.
#include "printed_lines.hpp"
#include "sources/log/keytool.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tlswhy::fuzzing::read_lines<tlswhy::Keytool>({data, size});
  return 0;
}
