// Any text as what was learnt of a server; the error is one line that names the file.
#include <cstdint>
#include <string_view>

#include "sources/description/learned_server_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = read_learned_servers("old.json", text);
  if (!read && !read.error().what.starts_with("old.json:")) __builtin_trap();
  if (read) {
    for (const LearnedServer& server : *read)
      if (server.model.versions.size() > 32) __builtin_trap();
  }
  return 0;
}
