#include "sources/log/text_lines.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t sample_size = 64;

}  // namespace

bool TextLines::fill() {
  at_ = 0;
  end_ = stream_.read(buffer_);
  return end_ != 0;
}

bool TextLines::byte(std::uint8_t& out) {
  if (at_ == end_ && !fill()) return false;
  out = buffer_[at_++];
  return true;
}

// By the first bytes: a byte order mark, or every other byte a zero as in English UTF-16.
void TextLines::find_encoding() {
  encoding_ = Encoding::utf8;
  if (at_ == end_ && !fill()) return;
  const Bytes first = Bytes(buffer_).subspan(at_, std::min(sample_size, end_ - at_));
  const auto starts = [first](std::uint8_t a, std::uint8_t b) {
    return first.size() >= 2 && first[0] == a && first[1] == b;
  };
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < first.size(); ++i) zeros.at(i % 2) += first[i] == 0 ? 1U : 0U;
  if (starts(0xff, 0xfe)) {
    encoding_ = Encoding::utf16_little;
    at_ += 2;
  } else if (starts(0xfe, 0xff)) {
    encoding_ = Encoding::utf16_big;
    at_ += 2;
  } else if (zeros[1] * 4 > first.size() && zeros[0] == 0) {
    encoding_ = Encoding::utf16_little;
  } else if (zeros[0] * 4 > first.size() && zeros[1] == 0) {
    encoding_ = Encoding::utf16_big;
  } else if (first.size() >= 3 && starts(0xef, 0xbb) && first[2] == 0xbf) {
    at_ += 3;
  }
}

bool TextLines::unit(std::uint32_t& out) {
  std::uint8_t one = 0;
  std::uint8_t two = 0;
  if (!byte(one)) return false;
  if (encoding_ == Encoding::utf8) {
    out = one;
    return true;
  }
  if (!byte(two)) return false;
  out = encoding_ == Encoding::utf16_little ? one | (std::uint32_t{two} << 8U)
                                            : two | (std::uint32_t{one} << 8U);
  return true;
}

void TextLines::append(std::uint32_t unit) {
  if (encoding_ == Encoding::utf8) {
    line_ += static_cast<char>(unit);
  } else if (is_high_surrogate(unit)) {
    high_ = unit;
  } else if (is_low_surrogate(unit)) {
    if (high_ != 0) append_utf8(line_, of_surrogates(high_, unit));
    high_ = 0;
  } else {
    append_utf8(line_, unit);
  }
}

bool TextLines::next(std::string_view& line) {
  if (encoding_ == Encoding::unknown) find_encoding();
  line_.clear();
  if (!continues_) ++number_;
  continues_ = false;
  std::uint32_t next = 0;
  while (unit(next)) {
    const bool ends_cr_lf = next == '\n' && after_cr_;
    after_cr_ = next == '\r';
    if (ends_cr_lf) continue;  // the line ended at its CR
    if (next == '\n' || next == '\r') {
      line = line_;
      return true;
    }
    append(next);
    if (line_.size() >= longest) {
      continues_ = true;
      line = line_;
      return true;
    }
  }
  line = line_;
  return !line_.empty();
}

}  // namespace tlswhy
