#include "sources/log/wireshark.hpp"

#include <algorithm>
#include <array>

#include "base/contains.hpp"
#include "base/server_name.hpp"
#include "sources/log/java/fields.hpp"

namespace tlswhy {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_talks = 64;
constexpr std::size_t longest_row = 1024;
// The column "Protocol".
constexpr std::array protocols = {"TLSv1.3"sv, "TLSv1.2"sv, "TLSv1.1"sv, "TLSv1"sv, "TLS"sv,
                                  "SSLv3"sv,   "SSLv2"sv,   "SSL"sv,     "TCP"sv};
constexpr std::array plain_protocols = {"HTTP"sv, "SMTP"sv, "IMAP"sv,  "POP"sv,
                                        "FTP"sv,  "SSH"sv,  "MySQL"sv, "PGSQL"sv};

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_arrow(std::string_view text) { return text == "→" || text == "->" || text == ">"; }

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; (at = text.find_first_not_of(" \t", at)) != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(" \t", at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

// The columns of a packet list: number, time, source, destination, protocol, length, info.
struct Row {
  std::string_view source, destination, info;
  bool plain = false;  // no TLS
};

std::optional<Row> row_of(std::string_view text) {
  const std::vector<std::string_view> words = words_of(text);
  if (words.size() < 5) return std::nullopt;
  for (std::size_t at = 3; at + 1 < words.size(); ++at) {
    const bool plain = contains(plain_protocols, words[at]);
    if (!plain && !contains(protocols, words[at])) continue;
    const std::size_t from = is_arrow(words[at - 2]) ? at - 3 : at - 2;
    if (from < 1) return std::nullopt;
    // The column of the length may be hidden; the ports of a TCP segment are no length.
    const bool length =
        is_number(words[at + 1]) && at + 2 < words.size() && !is_arrow(words[at + 2]);
    const std::string_view first = words[at + (length ? 2 : 1)];
    return Row{words[from], words[at - 1],
               text.substr(static_cast<std::size_t>(first.data() - text.data())), plain};
  }
  return std::nullopt;
}

// A row begins with the number of its packet.
bool may_be_row(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\""), text.size()));
  const std::size_t end = text.find_first_of(" \t\"");
  return end != std::string_view::npos && is_number(text.substr(0, end));
}

bool may_be_details(std::string_view text) {
  return text.starts_with("Frame ") || text.contains("Protocol") || text.contains("Record Layer");
}

// What stands behind `label` up to a comma or a space.
std::string_view field(std::string_view text, std::string_view label) {
  const auto found = behind(text, label);
  return found ? found->substr(0, found->find_first_of(", \t")) : std::string_view{};
}

std::uint16_t port_in(std::string_view text) {
  const auto number = number_in(text);
  return number && *number > 0 && *number <= 0xffff ? static_cast<std::uint16_t>(*number)
                                                    : std::uint16_t{0};
}

// CSV as Wireshark exports it: fields in quotes.
std::string without_quotes(std::string text) {
  for (std::size_t at = 0; (at = text.find("\",\"", at)) != std::string::npos;)
    text.replace(at, 3, " ");
  std::erase(text, '"');
  return text;
}

}  // namespace

std::string Wireshark::line(std::string text) {
  if (text.size() > longest_row) return text;
  if (may_be_row(text)) {
    const std::string plain = without_quotes(text);
    const auto row = row_of(plain);
    if (!row) return text;
    const Packet packet{std::string(row->source), std::string(row->destination)};
    return row->plain ? answered_in_plain(packet, std::move(text))
                      : told(packet, row->info, std::move(text));
  }
  // The record's line above said so with the side that sent it.
  if (!packet_.source.empty() && text.contains("Level: Fatal (2)")) return {};
  if (!may_be_details(text)) return text;
  details(text);
  if (!text.contains("Record Layer: ") && !text.contains("Handshake Protocol: ")) return text;
  const std::string info = text;
  return told(packet_, info, std::move(text));
}

void Wireshark::details(std::string_view text) {
  if (text.starts_with("Frame ")) packet_ = {};
  if (text.contains("Internet Protocol ")) {
    packet_ = {};
    packet_.source = field(text, "Src: ");
    packet_.destination = field(text, "Dst: ");
  }
  if (text.contains("Transmission Control Protocol, ") && packet_.source_port == 0) {
    packet_.source_port = port_in(field(text, "Src Port: "));
    packet_.destination_port = port_in(field(text, "Dst Port: "));
    packet_.source += ':' + std::to_string(packet_.source_port);
    packet_.destination += ':' + std::to_string(packet_.destination_port);
  }
}

Wireshark::Talk* Wireshark::talk(std::string_view client, std::string_view server) {
  const auto found = std::ranges::find_if(
      talks_, [&](const Talk& t) { return t.client == client && t.server == server; });
  return found == talks_.end() ? nullptr : &*found;
}

// "51034 → 443 [SYN] Seq=0"
Wireshark::Packet Wireshark::opened_by(const Packet& packet, std::string_view info) {
  const std::vector<std::string_view> words = words_of(info);
  Packet out = packet;
  if (words.size() > 2 && is_number(words[0]) && is_arrow(words[1]))
    out.destination_port = port_in(words[2]);
  return out;
}

NamedServer Wireshark::server_of(const Packet& packet) const {
  const std::string& end = packet.destination;
  if (packet.destination_port != 0) return {end.substr(0, end.rfind(':')), packet.destination_port};
  const bool opened = opened_.source == packet.source && opened_.destination == end;
  return {end, opened ? opened_.destination_port : std::uint16_t{0}};
}

std::string Wireshark::told(const Packet& packet, std::string_view info, std::string&& text) {
  constexpr std::string_view fatal = "Alert (Level: Fatal, Description: ";
  // Of two ends on one machine a row does not say which is which.
  if (packet.source == packet.destination) return std::move(text);
  if (info.contains("Client Hello")) {
    Talk* known = talk(packet.source, packet.destination);
    if (known != nullptr) known->state = Talk::State::begun;
    if (known == nullptr && talks_.size() < most_talks)
      talks_.push_back({packet.source, packet.destination});
    server_ = server_of(packet);
    // "Client Hello (SNI=www.example.test)"
    if (const auto name = behind(info, "(SNI=")) server_->host = name->substr(0, name->find(')'));
    // Nothing that a shell or a page takes for more than a name goes into a command.
    const ServerName host(server_->host);
    server_->host = host.name();
    if (!host.address() && !host.is_host_name()) server_.reset();
    return std::move(text);
  }
  if (info.contains("[SYN]")) opened_ = opened_by(packet, info);
  Talk* of_client = talk(packet.source, packet.destination);
  Talk* of_server = talk(packet.destination, packet.source);
  Talk* known = of_client != nullptr ? of_client : of_server;
  if (const std::size_t at = info.find(fatal); at != std::string_view::npos) {
    if (known != nullptr && known->state == Talk::State::closed) return {};
    if (known != nullptr) known->state = Talk::State::over;
    return alert(packet, info.substr(at, info.find(')', at) + 1 - at));
  }
  if (known == nullptr || known->state != Talk::State::begun) return std::move(text);
  const std::string who = of_server != nullptr ? "server" : "client";
  const bool reset = info.contains("[RST");
  if (reset || info.contains("[FIN")) {
    known->state = Talk::State::closed;
    return who + (reset ? " reset" : " closed") + " the connection in the handshake";
  }
  if (info.contains("Change Cipher Spec") || info.contains("Application Data"))
    known->state = Talk::State::over;
  if (of_server != nullptr && info.contains("Certificate Request"))
    return "received Certificate Request";
  return std::move(text);
}

std::string Wireshark::answered_in_plain(const Packet& packet, std::string&& text) {
  Talk* known = talk(packet.destination, packet.source);
  if (known == nullptr || known->state != Talk::State::begun) return std::move(text);
  known->state = Talk::State::over;
  return "server answered in plain text";
}

// Servers listen below the ports that are given to clients (RFC 6335 section 6).
std::string Wireshark::alert(const Packet& packet, std::string_view words) {
  const bool ports = packet.source_port != packet.destination_port;
  const bool client = talk(packet.source, packet.destination) != nullptr;
  const bool server = talk(packet.destination, packet.source) != nullptr;
  if (!ports && client == server) return std::string(words);
  const bool by_client = client == server ? packet.source_port > packet.destination_port : client;
  return (by_client ? "sent " : "received ") + std::string(words);
}

}  // namespace tlswhy
