#include "sources/log/evtx/binary_xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

#include "base/utf8.hpp"

namespace tlswhy::evtx {
namespace {

constexpr std::size_t longest_event = std::size_t{256} << 10;
constexpr std::size_t most_tokens = 500'000;
constexpr std::size_t most_elements = 64;  // inside each other
constexpr unsigned deepest = 8;            // templates and values inside each other
constexpr std::uint8_t more = 0x40;        // a flag of tokens: attributes, or more of them, follow

// [MS-EVEN6] section 2.2.12.
enum Token : std::uint8_t {
  end_of_fragment = 0x00,
  open_start_element = 0x01,
  close_start_element = 0x02,
  close_empty_element = 0x03,
  close_element = 0x04,
  value = 0x05,
  attribute_name = 0x06,
  character_data = 0x07,
  character_reference = 0x08,
  entity_reference = 0x09,
  instruction_target = 0x0a,
  instruction_data = 0x0b,
  template_instance_token = 0x0c,
  substitution = 0x0d,
  optional_substitution = 0x0e,
  fragment_header = 0x0f,
};

// A string with its number of UTF-16 units before it.
std::string counted_text(Cursor& in) {
  const std::size_t units = in.u16();
  return from_utf16_little(in.bytes(units * 2));
}

}  // namespace

std::optional<std::string> BinaryXml::event(std::size_t begin, std::size_t end) {
  out_.clear();
  open_.clear();
  in_tag_ = in_attribute_ = false;
  if (!fragment(Cursor(chunk_, begin, end), {}) || out_.empty()) return std::nullopt;
  return std::move(out_);
}

bool BinaryXml::fragment(Cursor in, Place place) {
  if (place.depth > deepest || !in.ok()) return false;
  place.elements = open_.size();
  while (in.left() > 0) {
    const std::uint8_t next = in.u8();
    if (next == end_of_fragment) break;
    if (++tokens_ > most_tokens || out_.size() > longest_event) return false;
    if (!token(next, in, place) || !in.ok()) return false;
  }
  return open_.size() == place.elements;
}

bool BinaryXml::token(std::uint8_t token, Cursor& in, const Place& place) {
  switch (token & ~more) {
    case open_start_element: return start_element(in, place, (token & more) != 0);
    case close_start_element: close_tag(); return true;
    case close_empty_element: return end_element(place, true);
    case close_element: return end_element(place, false);
    case attribute_name: return attribute(in);
    case template_instance_token: return template_instance(in, place);
    case substitution:
    case optional_substitution: return substitute(in, place);
    case value:
      in.u8();
      escaped(counted_text(in));
      return true;
    case character_data: escaped(counted_text(in)); return true;
    case character_reference: out_ += fmt::format("&#{};", in.u16()); return true;
    case entity_reference: {
      const auto entity = name(in);
      if (entity) out_ += fmt::format("&{};", *entity);
      return entity.has_value();
    }
    case instruction_target: return name(in).has_value();
    case instruction_data: counted_text(in); return true;
    case fragment_header: in.bytes(3); return true;
    default: return false;
  }
}

// A name stands where it is needed first; later ones say where that was.
std::optional<std::string> BinaryXml::name(Cursor& in) const {
  constexpr std::size_t longest = 256;
  const std::size_t place = in.u32();
  const bool here = place == in.at();
  Cursor elsewhere(chunk_, here ? in.at() : place, here ? in.end() : chunk_.size());
  elsewhere.bytes(6);  // the place of the next name with the same hash, the hash
  const std::string text = counted_text(elsewhere);
  elsewhere.u16();  // a zero at its end
  if (!in.ok() || !elsewhere.ok() || text.empty() || text.size() > longest) return std::nullopt;
  if (here) in = elsewhere;
  std::string out;
  for (const char c : text) {
    const bool fits = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' ||
                      c == ':' || c == '_';
    out += fits ? c : '_';
  }
  return out;
}

bool BinaryXml::start_element(Cursor& in, const Place& place, bool attributes) {
  if (in_attribute_ || open_.size() >= most_elements) return false;
  close_tag();
  // Whether the dependency identifier is there shows in the size behind it, which has to fit.
  const auto fits = [&in](bool identifier) {
    Cursor look = in;
    if (identifier) look.u16();
    const std::size_t size = look.u32();
    return look.ok() && size <= look.left();
  };
  const bool identifier = fits(!place.in_value) ? !place.in_value : place.in_value;
  if (identifier) in.u16();
  in.u32();  // the size of the element
  auto element = name(in);
  if (!element) return false;
  if (attributes) in.u32();  // their size
  out_ += '<';
  out_ += *element;
  open_.push_back(std::move(*element));
  in_tag_ = true;
  return true;
}

void BinaryXml::close_tag() {
  if (std::exchange(in_attribute_, false)) out_ += '"';
  if (std::exchange(in_tag_, false)) out_ += '>';
}

bool BinaryXml::end_element(const Place& place, bool empty) {
  if (open_.size() <= place.elements) return false;
  if (empty && in_tag_) {
    if (std::exchange(in_attribute_, false)) out_ += '"';
    in_tag_ = false;
    out_ += "/>";
  } else {
    close_tag();
    out_ += fmt::format("</{}>", open_.back());
  }
  open_.pop_back();
  return true;
}

bool BinaryXml::attribute(Cursor& in) {
  if (!in_tag_) return false;
  if (in_attribute_) out_ += '"';
  const auto known = name(in);
  if (!known) return false;
  out_ += fmt::format(" {}=\"", *known);
  in_attribute_ = true;
  return true;
}

// A template, or the place of one, and what stands for its substitutions.
bool BinaryXml::template_instance(Cursor& in, const Place& place) {
  constexpr std::size_t identity = 16;
  in.u8();
  in.u32();  // the first part of the template's identity
  const std::size_t where = in.u32();
  const bool here = where == in.at();
  Cursor definition(chunk_, where, chunk_.size());
  definition.u32();  // the place of the next one
  definition.bytes(identity);
  const std::size_t size = definition.u32();
  const std::size_t begin = definition.at();
  definition.bytes(size);
  if (!definition.ok() || !in.ok()) return false;
  if (here) in.bytes(definition.at() - where);
  const std::size_t count = in.u32();
  constexpr std::size_t descriptor = 4;
  if (!in.ok() || count > in.left() / descriptor) return false;
  Values values(count);
  Cursor sizes(chunk_, in.at(), in.end());
  in.bytes(count * descriptor);
  for (Value& v : values) {
    const std::size_t length = sizes.u16();
    const std::uint8_t type = sizes.u8();
    sizes.u8();
    v.type = ValueType{static_cast<std::uint8_t>(type & ~array_flag)};
    v.array = (type & array_flag) != 0;
    v.begin = in.at();
    in.bytes(length);
    if (!in.ok()) return false;
    v.end = in.at();
  }
  return fragment(Cursor(chunk_, begin, begin + size),
                  {.values = &values, .in_value = false, .elements = 0, .depth = place.depth + 1});
}

bool BinaryXml::substitute(Cursor& in, const Place& place) {
  const std::size_t which = in.u16();
  in.u8();  // its type, which the value has as well
  if (!in.ok() || place.values == nullptr || which >= place.values->size()) return false;
  return write((*place.values)[which], place);
}

bool BinaryXml::write(const Value& value, const Place& place) {
  if (value.type == ValueType::xml && !value.array) {
    if (value.begin == value.end) return true;
    if (in_attribute_) return false;
    close_tag();
    return fragment(Cursor(chunk_, value.begin, value.end),
                    {.values = nullptr, .in_value = true, .elements = 0, .depth = place.depth + 1});
  }
  const Bytes bytes = chunk_.subspan(value.begin, value.end - value.begin);
  if (!value.array) {
    escaped(value_text(value.type, bytes));
    return true;
  }
  // Each element of an array has the element of XML for itself.
  bool first = true;
  for (const std::string& text : array_texts(value.type, bytes)) {
    if (++tokens_ > most_tokens || out_.size() > longest_event) return false;
    if (!std::exchange(first, false)) {
      out_ += in_attribute_ || open_.empty() ? std::string(" ")
                                             : fmt::format("</{}><{}>", open_.back(), open_.back());
    }
    escaped(text);
  }
  return true;
}

// Content of an element, or of an attribute; on one line.
void BinaryXml::escaped(std::string_view text) {
  if (in_tag_ && !in_attribute_) close_tag();
  for (const char c : text) {
    switch (c) {
      case '&': out_ += "&amp;"; break;
      case '<': out_ += "&lt;"; break;
      case '>': out_ += "&gt;"; break;
      case '"': out_ += "&quot;"; break;
      case '\n': out_ += "&#10;"; break;
      default: out_ += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
}

}  // namespace tlswhy::evtx
