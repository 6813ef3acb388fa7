// record_session PORT VERSION SUITE FLAGS FILE: asks the server on this machine's PORT with the
// hello of src/session/testing/steady_session.hpp (numbers in hex), finishes the handshake, sends
// one line, and writes what the server said as a seed of the fuzz target client_session.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "session/testing/steady_session.hpp"

using namespace tlswhy;

namespace {

int connect_to(int port) {
  const int s = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval patience{3, 0};
  setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  return connect(s, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0 ? s : -1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  const auto hex = [&](int i) { return std::strtoul(argv[i], nullptr, 16); };
  testing::SteadyForm form;
  form.version = static_cast<ProtocolVersion>(hex(2));
  form.suite = static_cast<std::uint16_t>(hex(3));
  form.flags = static_cast<std::uint8_t>(hex(4));
  ClientSession session = testing::steady_session(form);
  const int s = connect_to(std::atoi(argv[1]));
  if (s < 0) return 1;
  std::vector<std::uint8_t> recorded;
  put_number(recorded, code(form.version), 2);
  put_number(recorded, form.suite, 2);
  recorded.push_back(form.flags);
  std::uint8_t piece[4096];
  for (bool asked = false;;) {
    const auto out = session.take_output();
    if (write(s, out.data(), out.size()) < 0) break;
    if (session.state() == SessionState::connected && !asked) {
      asked = true;
      session.write(as_bytes("GET / HTTP/1.0\r\n\r\n"));
      continue;
    }
    const ssize_t size = read(s, piece, sizeof piece);
    if (size <= 0) break;
    const Bytes bytes(piece, static_cast<std::size_t>(size));
    put(recorded, bytes);
    session.received(bytes);
    session.proceed();
  }
  close(s);
  std::ofstream(argv[5], std::ios::binary) << as_text(recorded);
  std::printf("%s: state %d, %zu bytes of application data, failure %s\n", argv[5],
              static_cast<int>(session.state()), session.take_application_data().size(),
              session.failure().what.c_str());
  return 0;
}
