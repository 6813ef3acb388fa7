// Any bytes as an HTTP answer where a gadget was asked for, whole and in two pieces; the first byte
// says where it is cut.
#include <cstdint>

#include "sources/layout/gadget.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  if (size == 0) return 0;
  const Url asked{.scheme = "https", .host = "a.example", .port = 443, .path = "/"};
  const Bytes all(data + 1, size - 1);
  const std::size_t cut = all.empty() ? 0 : data[0] % all.size();
  for (const std::size_t first : {all.size(), cut}) {
    HttpReader reader;
    auto whole = reader.take(all.first(first));
    if (whole && !*whole) whole = reader.take(all.subspan(first));
    if (!whole) continue;
    const auto answer = reader.answer();
    if (!answer) continue;
    if (answer->body.size() > HttpReader::max_body) __builtin_trap();
    if (judge_gadget(*answer, asked).detail.size() > 1000) __builtin_trap();
  }
  return 0;
}
