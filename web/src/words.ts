// The page's own words (words.json), in the language that is chosen now. What the report says comes from the document.
import words from "./words.json";

export const languages = { en: "English", ko: "한국어", "zh-Hant": "繁體中文" } as const;
export type Language = keyof typeof languages;
export type Word = keyof typeof words;

let current: Language = "en";
export const language = () => current;
export function choose_language(chosen: Language) {
  current = chosen;
  document.documentElement.lang = chosen;
}

// The reader's own, as far as the page has it.
export function preferred_language(): Language {
  for (const wish of navigator.languages ?? [navigator.language]) {
    if (/^ko\b/i.test(wish)) return "ko";
    if (/^zh\b(?!-(Hans|CN|SG))/i.test(wish)) return "zh-Hant";
    if (/^en\b/i.test(wish)) return "en";
  }
  return "en";
}

type Words = Record<string, Record<Language, string>>;
export const sayer = <Own extends Words>(own: Own) => (word: keyof Own & string, values: Record<string, string | number> = {}): string =>
  (own[word] as Words[string])[current].replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ""));
export const say = sayer(words);

// Of a word that stands in the document; one that a later version added is shown as it is.
export function say_word(prefix: string, name: string): string {
  const word = `${prefix}${name}`;
  return word in words ? say(word as Word) : name;
}
