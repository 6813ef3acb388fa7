#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "base/wide_text.hpp"
#include "command/console.hpp"
#include "command/locale_variables.hpp"

// Of the C library, without a header of its own: main()'s arguments as they were written, with
// file names in place of patterns (*.pcap), which no shell of Windows does.
extern "C" int __cdecl __wgetmainargs(int* argc, wchar_t*** argv, wchar_t*** environment,
                                      int expand_patterns, int* new_mode);

namespace tlswhy {
namespace {

UINT code_page_before = 0;

void restore_code_page() { ::SetConsoleOutputCP(code_page_before); }

}  // namespace

void prepare_console() {
  for (const int descriptor : {0, 1, 2}) ::_setmode(descriptor, _O_BINARY);
  code_page_before = ::GetConsoleOutputCP();
  if (code_page_before != 0 && ::SetConsoleOutputCP(CP_UTF8) != 0) std::atexit(restore_code_page);
}

std::span<char* const> arguments_of_process(int argc, char** argv) {
  static std::vector<std::string> texts;
  static std::vector<char*> pointers;
  wchar_t** wide = nullptr;
  wchar_t** environment = nullptr;
  int count = 0;
  int new_mode = 0;
  if (__wgetmainargs(&count, &wide, &environment, 1, &new_mode) < 0)
    return {argv, static_cast<std::size_t>(argc)};
  for (const wchar_t* word : std::span(wide, static_cast<std::size_t>(count)))
    texts.push_back(as_utf8(word));
  for (std::string& text : texts) pointers.push_back(text.data());
  return pointers;
}

bool shows_sequences(Output output) {
  const HANDLE console =
      ::GetStdHandle(output == Output::standard ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE);
  DWORD mode = 0;
  return ::GetConsoleMode(console, &mode) != 0 &&
         ::SetConsoleMode(console, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0;
}

std::string locale_of_messages() {
  if (std::string named = locale_of_environment(); !named.empty()) return named;
  std::array<wchar_t, LOCALE_NAME_MAX_LENGTH> name{};
  const LCID language = MAKELCID(::GetUserDefaultUILanguage(), SORT_DEFAULT);
  if (::LCIDToLocaleName(language, name.data(), static_cast<int>(name.size()), 0) == 0) return {};
  std::string out = as_utf8(name.data());  // "zh-TW"
  std::ranges::replace(out, '-', '_');
  return out;
}

}  // namespace tlswhy
