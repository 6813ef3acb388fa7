// Lays out labelled lines in 80 columns: label, text wrapped behind it, a note at the right edge.
#pragma once

#include <string>
#include <string_view>

namespace tlswhy::text {

enum class Style { plain, bold, good, bad, dim };

class Writer {
 public:
  explicit Writer(bool colour) : colour_(colour) {}

  // `right` stands at the right edge of the last line, on a line of its own where there is no room.
  void line(std::string_view label, std::string_view text, std::string_view right = {},
            Style right_style = Style::dim);
  // Without label column: for headings.
  void heading(std::string_view text, std::string_view right = {});
  void append(const Writer& other) { out_ += other.out_; }

  [[nodiscard]] std::size_t lines() const;
  [[nodiscard]] const std::string& result() const { return out_; }

 private:
  void emit(std::string_view label, std::string_view line, std::string_view right,
            Style right_style);
  [[nodiscard]] std::string styled(std::string_view text, Style style) const;

  bool colour_;
  std::string out_;
};

}  // namespace tlswhy::text
