// PEM (RFC 7468): blocks of Base64 between BEGIN and END lines, anything between them. More is read
// than programs that load such files take; notes say where.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/ascii.hpp"
#include "x509/bundle/base64.hpp"
#include "x509/bundle/der.hpp"
#include "x509/bundle/formats.hpp"

namespace tlswhy::bundle {
namespace {

constexpr std::string_view dashes = "-----";
constexpr std::string_view begin_mark = "BEGIN ";
constexpr std::string_view end_mark = "END ";
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::size_t longest_label = 80;
constexpr std::string_view blanks = " \t\r\f";

bool is_certificate_label(std::string_view label) {
  return label == "CERTIFICATE" || label == "X509 CERTIFICATE" || label == "TRUSTED CERTIFICATE" ||
         label == "PKCS7" || label == "PKCS #7 SIGNED DATA" || label == "CMS";
}

std::string_view other_text(std::string_view label) {
  if (label.ends_with("CERTIFICATE REQUEST")) return "a certificate request";
  if (label == "X509 CRL") return "a certificate revocation list";
  if (label.ends_with("PUBLIC KEY")) return "a public key";
  if (label.ends_with("PARAMETERS")) return "parameters of a key";
  return "another kind of PEM block";
}

class PemReader {
 public:
  explicit PemReader(BundleFindings& out) : out_(out) {}

  void read(std::string_view text) {
    while (!text.empty() && !out_.full()) {
      const auto end = std::min(text.find_first_of("\r\n"), text.size());
      const bool crlf = text.substr(end).starts_with("\r\n");
      ++line_;
      read_line(text.substr(0, end));
      text.remove_prefix(std::min(end + (crlf ? 2 : 1), text.size()));
    }
    if (block_ && !out_.full()) lost("has no END line");
  }

 private:
  struct Block {
    std::string label;
    std::size_t line = 0;
    bool wanted = false;  // else its text is not kept
    std::string text;
  };

  void read_line(std::string_view text) {
    const std::string_view whole = text;
    bool marked = false;
    while (!text.empty()) {
      const auto at = text.find(dashes);
      if (at == std::string_view::npos) break;
      const std::string_view mark = text.substr(at + dashes.size());
      const bool begins = mark.starts_with(begin_mark);
      const std::string_view label_on =
          mark.substr(begins ? begin_mark.size() : std::min(end_mark.size(), mark.size()));
      const auto close = label_on.substr(0, longest_label).find(dashes);
      if ((!begins && !mark.starts_with(end_mark)) || close == std::string_view::npos) {
        if (begins && block_ == std::nullopt && label_on.starts_with("CERTIFICATE"))
          out_.note(fmt::format("line {}: this BEGIN line does not end in five dashes", line_));
        data(text.substr(0, at + dashes.size()));
        text.remove_prefix(at + dashes.size());
        continue;
      }
      data(text.substr(0, at));
      const std::string_view label = label_on.substr(0, close);
      marked = marked || is_certificate_label(label);
      begins ? begin(label) : end(label);
      text = label_on.substr(close + dashes.size());
    }
    data(text);
    if (marked) check_alone(whole);
  }

  // OpenSSL and what is built on it take a BEGIN or END line only at the start of a line of its
  // own.
  void check_alone(std::string_view line) {
    const std::string_view bare = trimmed(line, blanks);
    const bool starts = line.starts_with(dashes);
    const bool one = bare.find(dashes, dashes.size()) == bare.size() - dashes.size();
    if (!starts || !one) {
      out_.note(fmt::format(
          "line {}: a BEGIN or END that is not alone on its line, which OpenSSL does not take",
          line_));
    }
  }

  void begin(std::string_view label) {
    if (block_) lost("has no END line");
    block_ = Block{std::string(label), line_, is_certificate_label(label), {}};
    if (label.ends_with("PRIVATE KEY")) {
      out_.private_key(fmt::format("line {}", line_));
    } else if (!block_->wanted) {
      out_.other(std::string(other_text(label)));
    }
  }

  void data(std::string_view text) {
    if (!block_ || !block_->wanted) return;
    // RFC 1421 headers stand before the Base64.
    if (block_->text.empty() && text.find(':') != std::string_view::npos) return;
    block_->text += trimmed(text, blanks);
  }

  void end(std::string_view label) {
    if (!block_) return;
    if (label != block_->label) return lost(fmt::format("ends in line {} as \"{}\"", line_, label));
    const Block block = *std::exchange(block_, std::nullopt);
    if (!block.wanted) return;
    const std::string place = fmt::format("line {}", block.line);
    const auto der = from_base64(block.text);
    if (!der) return out_.damaged(place, "is no Base64");
    content(*der, place);
  }

  void content(Bytes der, const std::string& place) {
    if (der_kind(der) != DerKind::pkcs7) return out_.certificate(der, place);
    if (const auto read = read_pkcs7(der, place, out_); !read) {
      out_.damaged(place, "is a damaged PKCS#7");
    }
  }

  // The open block cannot be used.
  void lost(const std::string& why) {
    const Block block = *std::exchange(block_, std::nullopt);
    if (block.wanted) out_.damaged(fmt::format("line {}", block.line), why);
  }

  BundleFindings& out_;
  std::size_t line_ = 0;
  std::optional<Block> block_;
};

// PowerShell writes redirected text as UTF-16 with a byte order mark.
bool is_utf16(Bytes bytes) {
  return bytes.size() >= 2 &&
         ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff));
}

// PEM is ASCII: what is not becomes a question mark.
std::string ascii_of_utf16(Bytes bytes) {
  const std::size_t low = bytes[0] == 0xff ? 0 : 1;
  std::string out;
  out.reserve(bytes.size() / 2);
  for (std::size_t i = 2; i + 1 < bytes.size(); i += 2) {
    const bool ascii = bytes[i + 1 - low] == 0 && bytes[i + low] < 0x80;
    out += ascii ? static_cast<char>(bytes[i + low]) : '?';
  }
  return out;
}

bool begins_somewhere(std::string_view text) {
  const auto at = text.find("-----BEGIN ");
  return at != std::string_view::npos && text.substr(0, at).find('\0') == std::string_view::npos;
}

}  // namespace

bool looks_like_pem(Bytes bytes) {
  return is_utf16(bytes) ? begins_somewhere(ascii_of_utf16(bytes))
                         : begins_somewhere(as_text(bytes));
}

Result<void> read_pem(const Input& input, BundleFindings& out) {
  PemReader reader(out);
  if (is_utf16(input.bytes)) {
    out.note("line 1: the text is UTF-16, which most programs do not take for PEM");
    reader.read(ascii_of_utf16(input.bytes));
    return {};
  }
  std::string_view text = as_text(input.bytes);
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
    if (text.starts_with(dashes))
      out.note("line 1: a byte order mark stands before BEGIN, so that OpenSSL does not see it");
  }
  reader.read(text);
  return {};
}

}  // namespace tlswhy::bundle
