#include "sources/log/pem_lines.hpp"

#include <algorithm>
#include <utility>

#include "x509/bundle/base64.hpp"

namespace tlswhy {
namespace {

constexpr std::string_view first_line = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view last_line = "-----END CERTIFICATE-----";
constexpr std::size_t longest_certificate = std::size_t{96} << 10;

}  // namespace

bool PemLines::line(std::string_view text) {
  if (const std::size_t at = text.find(first_line); at != std::string_view::npos) {
    inside_ = true;
    ended_ = false;
    prefix_ = at;
    base64_.clear();
    return true;
  }
  if (!inside_) return false;
  text.remove_prefix(std::min(prefix_, text.size()));
  if (text.starts_with(last_line)) {
    inside_ = false;
    ended_ = true;
  } else if (base64_.size() + text.size() > longest_certificate) {
    inside_ = false;
  } else {
    base64_ += text;
  }
  return true;
}

std::shared_ptr<const Certificate> PemLines::take() {
  if (!std::exchange(ended_, false)) return nullptr;
  const auto der = bundle::from_base64(std::exchange(base64_, {}));
  if (!der) return nullptr;
  Certificate out = read_certificate(*der);
  return out.parsed ? std::make_shared<const Certificate>(std::move(out)) : nullptr;
}

}  // namespace tlswhy
