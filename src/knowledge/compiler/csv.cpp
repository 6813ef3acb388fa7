#include "knowledge/compiler/csv.hpp"

#include <utility>

namespace tlswhy::knowledge::compiler {
namespace {

class CsvParser {
 public:
  std::vector<CsvRow> parse(std::string_view text) {
    for (const char c : text) {
      if (c == '\n') ++line_;
      if (quoted_) {
        inside_quotes(c);
      } else {
        outside_quotes(c);
      }
    }
    end_row();
    return std::move(rows_);
  }

 private:
  void inside_quotes(char c) {
    if (c == '"') {
      quoted_ = false;
      closed_ = true;
    } else {
      field_ += c;
    }
  }
  void outside_quotes(char c) {
    if (c == '"') {
      if (closed_) field_ += '"';  // a doubled quote
      quoted_ = true;
    } else if (c == ',') {
      end_field();
    } else if (c == '\n') {
      end_row();
    } else if (c != '\r') {
      field_ += c;
    }
    closed_ = false;
  }
  void end_field() { row_.fields.push_back(std::exchange(field_, {})); }
  void end_row() {
    if (!row_.fields.empty() || !field_.empty()) {
      end_field();
      rows_.push_back(std::move(row_));
    }
    row_ = {.line = line_, .fields = {}};
  }

  std::vector<CsvRow> rows_;
  CsvRow row_;
  std::string field_;
  std::uint32_t line_ = 1;
  bool quoted_ = false;
  bool closed_ = false;  // the character before was a closing quote
};

}  // namespace

std::vector<CsvRow> parse_csv(std::string_view text) { return CsvParser().parse(text); }

}  // namespace tlswhy::knowledge::compiler
