// Values of binary XML ([MS-EVEN6] section 2.2.12, ValueType) as the text that Windows shows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace tlswhy::evtx {

enum class ValueType : std::uint8_t {
  null = 0x00,
  text = 0x01,  // UTF-16
  ansi = 0x02,
  int8 = 0x03,
  uint8 = 0x04,
  int16 = 0x05,
  uint16 = 0x06,
  int32 = 0x07,
  uint32 = 0x08,
  int64 = 0x09,
  uint64 = 0x0a,
  real32 = 0x0b,
  real64 = 0x0c,
  boolean = 0x0d,
  binary = 0x0e,
  guid = 0x0f,
  size = 0x10,
  file_time = 0x11,
  system_time = 0x12,
  sid = 0x13,
  hex32 = 0x14,
  hex64 = 0x15,
  xml = 0x21,  // a fragment of binary XML
};

inline constexpr std::uint8_t array_flag = 0x80;

// Without what XML asks to be escaped; empty where the bytes are too few for the type, or where the
// type is not known. Of a fragment of XML nothing.
std::string value_text(ValueType type, Bytes bytes);
// The elements of an array of `type`.
std::vector<std::string> array_texts(ValueType type, Bytes bytes);

}  // namespace tlswhy::evtx
