// What base/files.cpp asks of the system. Paths are UTF-8 on every system. Where a function fails,
// errno says why.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tlswhy::system_files {

struct Status {
  enum class Kind { file, folder, other } kind = Kind::other;
  std::uint64_t size = 0;  // of a file, in bytes
  // Device and number; {0, 0} where the system gives none.
  std::pair<std::uint64_t, std::uint64_t> id;
};
std::optional<Status> status_of(const std::string& path);
std::optional<Status> status_of(int descriptor);

// A descriptor that carries bytes as they are; negative where it cannot be opened.
enum class Use { read, replace, append };
int open_descriptor(const std::string& path, Use use);
void close_descriptor(int descriptor);
bool close_written(int descriptor);
// As many bytes as were read or written; negative where that failed.
std::int64_t read_some(int descriptor, std::span<std::uint8_t> out);
std::int64_t write_some(int descriptor, std::string_view bytes);

// Gives the names in a folder, `.` and `..` among them, as long as `take` wants more. False where
// it cannot be opened.
bool each_name(const std::string& folder, const std::function<bool(const std::string&)>& take);

// What can stand between the parts of a path; the first one is the system's own.
std::string_view separators();
bool is_absolute(std::string_view path);

}  // namespace tlswhy::system_files
