// Korean particles have two forms; which one follows a word is decided by the word's last sound.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace tlswhy::knowledge {

struct Particle {
  std::string_view name;             // as sentences spell it: "을를"
  std::string_view after_consonant;  // "을"
  std::string_view after_vowel;      // "를"
  std::string_view either;           // where the sound is not known: "을(를)"
  bool rieul_as_vowel = false;       // 으로/로: a final ㄹ counts as a vowel
};

inline constexpr std::array particles = {
    Particle{"을를", "을", "를", "을(를)"},           Particle{"이가", "이", "가", "이(가)"},
    Particle{"은는", "은", "는", "은(는)"},           Particle{"과와", "과", "와", "과(와)"},
    Particle{"으로로", "으로", "로", "(으)로", true}, Particle{"이라라", "이라", "라", "(이)라"},
    Particle{"이나나", "이나", "나", "(이)나"},
};

// Null where no particle has this name.
constexpr const Particle* find_particle(std::string_view name) {
  const auto found = std::ranges::find(particles, name, &Particle::name);
  return found == particles.end() ? nullptr : &*found;
}

// The form of the particle that follows `word` (UTF-8). Latin letters are read as Korean reads
// them: capitals by their names, words by their last letters; digits by their numbers. A bracket at
// the end is passed over, since the particle belongs to the word before it.
std::string_view form_after(std::string_view word, const Particle& particle);

}  // namespace tlswhy::knowledge
