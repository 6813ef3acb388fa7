#include "sources/probe/other_protocol.hpp"

#include <array>

namespace tlswhy {

std::string other_protocol(std::string_view said) {
  struct Words {
    const char* start;
    const char* name;
  };
  static constexpr std::array<Words, 9> known = {
      {{"HTTP/", " (HTTP)"},
       {"<", " (HTML or XML)"},
       {"SSH-", " (SSH)"},
       {"220 ", " (SMTP or FTP: --starttls smtp, --starttls ftp)"},
       {"220-", " (SMTP or FTP: --starttls smtp, --starttls ftp)"},
       {"* OK", " (IMAP: --starttls imap)"},
       {"+OK", " (POP3: --starttls pop3)"},
       {"200 ", " (NNTP: --starttls nntp)"},
       {"RFB ", " (VNC)"}}};
  for (const Words& words : known) {
    if (said.starts_with(words.start)) return words.name;
  }
  for (const char* const product : {"MariaDB", "mysql_"}) {  // after a number in its greeting
    if (said.contains(product)) return " (MySQL or MariaDB: --starttls mysql)";
  }
  return {};
}

}  // namespace tlswhy
