#include "knowledge/particle.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/ascii.hpp"

namespace tlswhy::knowledge {
namespace {

enum class Sound : std::uint8_t { vowel, rieul, consonant, unknown };

bool one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

// 영 일 이 삼 사 오 육 칠 팔 구; of tens and more the last word is 십, 백, 천 or 만.
Sound of_digit(char c) {
  if (one_of(c, "178")) return Sound::rieul;
  return one_of(c, "036") ? Sound::consonant : Sound::vowel;
}

// 에이, 비, 씨 ...; 엘 and 알 end in ㄹ, 엠 and 엔 in a consonant.
Sound of_letter_name(char c) {
  if (one_of(c, "LR")) return Sound::rieul;
  return one_of(c, "MN") ? Sound::consonant : Sound::vowel;
}

// How Korean writes an English word that ends so: 넷, 맵, 블록, 파일, 프레임, but 클라이언트, 키,
// 노드.
Sound of_word(std::string_view word) {
  const char last = word.back();
  const char before = word.size() > 1 ? word[word.size() - 2] : ' ';
  if (last == 'e' && before == 'l') return Sound::rieul;
  if (last == 'e') return one_of(before, "mn") ? Sound::consonant : Sound::vowel;
  if (last == 'l') return Sound::rieul;
  if (one_of(last, "mn") || (last == 'g' && before == 'n')) return Sound::consonant;
  const bool stop = one_of(last, "ptkcb");
  return stop && (one_of(before, "aeiou") || (last == 'k' && before == 'c')) ? Sound::consonant
                                                                             : Sound::vowel;
}

Sound of_latin(std::string_view text) {
  const auto behind = [text](auto is_part) {
    std::size_t from = text.size();
    while (from > 0 && is_part(text[from - 1])) --from;
    return text.substr(from);
  };
  if (is_upper(text.back())) return of_letter_name(text.back());
  return of_word(behind(is_lower));
}

// Hangul syllables are made of 19 x 21 x 28 letters, the last of which is the final consonant; its
// number 0 is none, 8 is ㄹ (The Unicode Standard, section 3.12).
Sound of_hangul(std::uint32_t syllable) {
  const std::uint32_t final_consonant = (syllable - 0xac00) % 28;
  if (final_consonant == 0) return Sound::vowel;
  return final_consonant == 8 ? Sound::rieul : Sound::consonant;
}

// The last character where it is a Hangul syllable, which UTF-8 writes in three bytes.
std::optional<std::uint32_t> last_syllable(std::string_view text) {
  if (text.size() < 3) return std::nullopt;
  const auto octet = [&text](std::size_t from_end) {
    return static_cast<std::uint32_t>(static_cast<std::uint8_t>(text[text.size() - from_end]));
  };
  if (octet(3) >> 4 != 0xe) return std::nullopt;
  const std::uint32_t point = (octet(3) & 0xf) << 12 | (octet(2) & 0x3f) << 6 | (octet(1) & 0x3f);
  return point >= 0xac00 && point <= 0xd7a3 ? std::optional(point) : std::nullopt;
}

// Without what is not spoken at the end: quotes, full stops, and a bracket with what is in it.
std::string_view spoken(std::string_view word) {
  constexpr std::array<std::string_view, 6> silent = {"”", "’", "」", "』", "》", "〉"};
  for (bool again = true; again && !word.empty();) {
    again = false;
    const auto mark = std::ranges::find_if(silent, [word](auto m) { return word.ends_with(m); });
    if (one_of(word.back(), " \"'.,:;!?*_/-")) {
      word.remove_suffix(1);
      again = true;
    } else if (mark != silent.end()) {
      word.remove_suffix(mark->size());
      again = true;
    } else if (one_of(word.back(), ")]}")) {
      const std::size_t open = word.find_last_of("([{");
      // A word that is all bracket is spoken itself.
      word = open == 0 || open == std::string_view::npos ? word.substr(0, word.size() - 1)
                                                         : word.substr(0, open);
      again = true;
    }
  }
  return word;
}

Sound last_sound(std::string_view word) {
  const std::string_view text = spoken(word);
  if (text.empty()) return Sound::unknown;
  if (is_digit(text.back())) return of_digit(text.back());
  if (is_upper(text.back()) || is_lower(text.back())) return of_latin(text);
  const auto syllable = last_syllable(text);
  return syllable ? of_hangul(*syllable) : Sound::unknown;
}

}  // namespace

std::string_view form_after(std::string_view word, const Particle& particle) {
  switch (last_sound(word)) {
    case Sound::vowel: return particle.after_vowel;
    case Sound::rieul:
      return particle.rieul_as_vowel ? particle.after_vowel : particle.after_consonant;
    case Sound::consonant: return particle.after_consonant;
    case Sound::unknown: break;
  }
  return particle.either;
}

}  // namespace tlswhy::knowledge
