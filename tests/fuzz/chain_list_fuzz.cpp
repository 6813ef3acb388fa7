// Any bytes as a line of a list of chains: an error has words, a chain holds what was parsed.
#include <cstdint>

#include "base/bytes.hpp"
#include "sources/description/chain_list.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  const std::string_view line = as_text(Bytes(data, size));
  const auto read = read_listed_chain(line);
  if (!read) {
    if (read.error().what.empty()) __builtin_trap();
    return 0;
  }
  if (read->id != listed_id(line)) __builtin_trap();
  for (const auto& certificate : read->chain)
    if (certificate == nullptr) __builtin_trap();
  return 0;
}
