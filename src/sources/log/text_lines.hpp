// A text of any length as lines, in UTF-8. UTF-16 is told by its byte order mark or its zeros
// (Windows writes exports and redirected output so); lines end with LF, CR LF or CR.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/byte_stream.hpp"

namespace tlswhy {

class TextLines {
 public:
  // The longest piece that is given at once; what is longer comes as several with one number.
  static constexpr std::size_t longest = std::size_t{16} << 10;

  explicit TextLines(ByteStream& stream) : stream_(stream) {}

  // The next line without its end, valid until the next call; false at the end.
  bool next(std::string_view& line);
  // Of the line that was given last, counted from 1.
  [[nodiscard]] std::uint32_t number() const { return number_; }

 private:
  enum class Encoding : std::uint8_t { unknown, utf8, utf16_little, utf16_big };

  bool unit(std::uint32_t& out);  // the next code unit: a byte, or 16 bits
  bool byte(std::uint8_t& out);
  bool fill();
  void find_encoding();
  void append(std::uint32_t unit);

  ByteStream& stream_;
  std::array<std::uint8_t, std::size_t{64} << 10> buffer_{};
  std::size_t at_ = 0, end_ = 0;
  Encoding encoding_ = Encoding::unknown;
  std::string line_;
  std::uint32_t number_ = 0;
  std::uint32_t high_ = 0;  // the first half of a surrogate pair (RFC 2781)
  bool after_cr_ = false;
  bool continues_ = false;  // the piece given last was not the whole line
};

}  // namespace tlswhy
