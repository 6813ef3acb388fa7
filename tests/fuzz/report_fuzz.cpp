// Any bytes as an input of the program, from the file to the report: JSON that is JSON, and text
// that cannot steer a terminal, whatever the capture says.
#include <sys/mman.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstdint>
#include <cstdio>
#include <string>

#include "app/explain.hpp"

namespace {

using namespace tlswhy;

int file_in_memory(const char* name) { return ::memfd_create(name, MFD_CLOEXEC); }

// Standard output goes to a file in memory from the first input on.
int captured_output() {
  static const int file = [] {
    const int created = file_in_memory("stdout");
    ::dup2(created, STDOUT_FILENO);
    return created;
  }();
  return file;
}

std::string explain_to_text(const std::string& path, Format format) {
  const int out = captured_output();
  if (::ftruncate(out, 0) != 0) __builtin_trap();
  ::lseek(STDOUT_FILENO, 0, SEEK_SET);
  ExplainOptions options;
  options.inputs = {path};
  options.all = true;
  options.format = format;
  explain(options);
  std::fflush(stdout);
  std::string text(static_cast<std::size_t>(::lseek(out, 0, SEEK_END)), '\0');
  if (::pread(out, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
    __builtin_trap();
  return text;
}

bool safe_for_terminals(const std::string& text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7f) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int file = file_in_memory("capture");
  if (file < 0 || ::write(file, data, size) != static_cast<ssize_t>(size)) return 0;
  const std::string path = "/proc/self/fd/" + std::to_string(file);
  const std::string json = explain_to_text(path, Format::json);
  if (!json.empty()) {
    boost::system::error_code error;
    boost::json::parse(json, error);
    if (error) __builtin_trap();
  }
  if (!safe_for_terminals(explain_to_text(path, Format::text))) __builtin_trap();
  ::close(file);
  return 0;
}
