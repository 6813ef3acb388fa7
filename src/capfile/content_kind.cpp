#include "capfile/content_kind.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace tlswhy {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::size_t offset;
  std::string_view bytes;
  std::string_view kind;
};

// Wireshark's wiretap/ and file(1)'s magic describe these.
constexpr std::array magics{
    Magic{0,
          "\x7f"
          "ELF"sv,
          "an ELF program"},
    Magic{0, "MZ"sv, "a Windows program"},
    Magic{0, "PK\x03\x04"sv, "a zip archive"},
    Magic{0, "PK\x05\x06"sv, "an empty zip archive"},
    Magic{0, "%PDF"sv, "a PDF document"},
    Magic{0, "BZh"sv, "bzip2 data: unpack it first"},
    Magic{0,
          "\xfd"
          "7zXZ\0"sv,
          "xz data: unpack it first"},
    Magic{0, "\x04\x22\x4d\x18"sv, "lz4 data: unpack it first"},
    Magic{0, "7z\xbc\xaf"sv, "a 7z archive"},
    Magic{0, "Rar!"sv, "a RAR archive"},
    Magic{257, "ustar"sv, "a tar archive"},
    Magic{0, "\x89PNG"sv, "a PNG picture"},
    Magic{0, "\xff\xd8\xff"sv, "a JPEG picture"},
    Magic{0, "GIF8"sv, "a GIF picture"},
    Magic{0, "SQLite format 3"sv, "an SQLite database"},
    Magic{0, "\xfe\xed\xfe\xed"sv, "a Java key store"},
    Magic{0, "ElfFile\0"sv, "a Windows event log"},
    Magic{0, "snoop\0\0\0"sv, "a snoop capture: convert it with editcap"},
    Magic{0, "GMBU"sv, "a Network Monitor capture: convert it with editcap"},
    Magic{0, "RTSS"sv, "a Network Monitor capture: convert it with editcap"},
    Magic{0, "TRSNIFF data"sv, "a Sniffer capture: convert it with editcap"},
    Magic{0, "XCP\0"sv, "a NetXRay capture: convert it with editcap"},
    Magic{0, "\x7fver"sv, "an OmniPeek capture: convert it with editcap"},
    Magic{0, "\x05VNF"sv, "a Visual Networks capture: convert it with editcap"},
    Magic{0, "5View"sv, "a 5View capture: convert it with editcap"},
    Magic{0, "ObserverPktBuffe"sv, "an Observer capture: convert it with editcap"},
    Magic{0, "NetScaler V20 Performance Data"sv, "a NetScaler trace: convert it with editcap"},
    Magic{0, "iptrace 1.0"sv, "an AIX iptrace capture: convert it with editcap"},
    Magic{0, "iptrace 2.0"sv, "an AIX iptrace capture: convert it with editcap"},
    Magic{0, "btsnoop\0"sv, "a Bluetooth snoop capture"},
    Magic{0, "\x1c\x00\x01\xab"sv, "an Ixia capture: convert it with editcap"},
    Magic{0, "\x1c\x00\x01\xac"sv, "an Ixia capture: convert it with editcap"},
};

bool starts_with_nocase(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), text.begin(), [](char a, char b) {
           return a == static_cast<char>(std::tolower(static_cast<unsigned char>(b)));
         });
}

bool is_readable(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f';
  });
}

// Endace ERF (no magic): a type below 48 and a record length that is at least its header's.
bool may_be_erf(Bytes first) {
  if (first.size() < 16) return false;
  const unsigned type = first[8] & 0x7fU, record = first[10] * 256U + first[11];
  const unsigned wire = first[14] * 256U + first[15];
  return (type == 2 || type == 10 || type == 11 || type == 16 || type == 20) && record >= 16 &&
         record % 8 == 0 && wire > 0 && wire < record + 64;
}

// An ETW trace (netsh trace, pktmon): a WMI_BUFFER_HEADER of 72 bytes, and behind it the header of
// the logfile's first event, whose flags say that it is one of the system's (evntrace.h). What no
// packet can be read from without the manifest of its provider.
bool may_be_etw(Bytes first) {
  constexpr std::size_t buffer_header = 0x48, flags_at = 3;
  constexpr std::uint8_t system_header = 0xc0;
  constexpr std::uint32_t largest = 16U << 20U, unit = 1024;
  if (first.size() <= buffer_header + flags_at) return false;
  const auto word = [first](std::size_t at) {
    std::uint32_t out = 0;  // little-endian
    for (std::size_t i = 4; i > 0; --i) out = out << 8U | first[at + i - 1];
    return out;
  };
  const std::uint32_t size = word(0), saved = word(4);
  return size >= unit && size <= largest && size % unit == 0 && saved <= size &&
         first[buffer_header + flags_at] == system_header;
}

// RFC 8259: behind the first bracket comes a value, a name or the end. Logs begin with "[error]".
bool may_be_json(std::string_view body) {
  if (!body.starts_with('{') && !body.starts_with('[')) return false;
  const std::size_t next = body.find_first_not_of(" \t\r\n", 1);
  if (next == std::string_view::npos) return true;
  const std::string_view values = body.front() == '{' ? "\"}"sv : "{[]\"-0123456789"sv;
  return values.contains(body[next]);
}

std::string text_kind(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const std::string_view body = first == std::string_view::npos ? ""sv : text.substr(first);
  if (text.find("-----BEGIN "sv) != std::string_view::npos) return "PEM text";
  if (starts_with_nocase(body, "<!doctype html") || starts_with_nocase(body, "<html")) {
    return "an HTML page";
  }
  if (body.starts_with("<Event "sv)) return "a Windows event log";
  if (starts_with_nocase(body, "<?xml") || starts_with_nocase(body, "<pdml")) return "an XML file";
  if (may_be_json(body)) return "a JSON file";
  if (body.starts_with("CLIENT_RANDOM "sv)) return "a TLS key log";
  return "a text file";
}

}  // namespace

std::string content_kind(Bytes first) {
  if (first.empty()) return "an empty file";
  const std::string_view text = as_text(first);
  for (const Magic& magic : magics) {
    if (text.size() > magic.offset && text.substr(magic.offset).starts_with(magic.bytes)) {
      return std::string(magic.kind);
    }
  }
  if (text.starts_with("\xff\xfe"sv) || text.starts_with("\xfe\xff"sv)) return "a UTF-16 text file";
  const std::string_view sample = text.substr(0, 1024);
  if (is_readable(sample)) return text_kind(text);
  if (first.size() > 4 && first[0] == 0x30 && first[1] == 0x82) {
    return "DER data, such as a certificate";
  }
  if (may_be_etw(first)) return "an ETW trace: convert it with etl2pcapng";
  if (may_be_erf(first)) return "an ERF capture: convert it with editcap";
  return "binary data of no known kind";
}

}  // namespace tlswhy
