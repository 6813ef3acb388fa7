// What servers answered that nobody can start here as a library: OpenJDK 17 in SSLv3 to TLS 1.2
// with RC4, DES and 3DES. The recordings are seeds of the fuzz target client_session as well
// (tests/tools/record_session.cpp made them).
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "session/testing/steady_session.hpp"

namespace tlswhy::testing {
namespace {

struct Recording {
  SteadyForm form;
  std::string server;  // its bytes
};

Recording read_recording(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  Recording out;
  Reader reader(as_bytes(content));
  out.form.version = static_cast<ProtocolVersion>(reader.u16());
  out.form.suite = reader.u16();
  out.form.flags = reader.u8();
  out.server = as_text(reader.rest());
  return out;
}

TEST(RecordedSessions, AreFinishedAndRead) {
  int count = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator("tests/fuzz/corpus/client_session")) {
    const std::string name = entry.path().filename();
    if (!name.starts_with("seed-recorded-")) continue;
    SCOPED_TRACE(name);
    const Recording recording = read_recording(entry.path());
    ClientSession session = steady_session(recording.form);
    session.received(as_bytes(recording.server));
    session.proceed();
    EXPECT_EQ(session.state(), SessionState::closed) << session.failure().what;
    EXPECT_EQ(session.facts().version, recording.form.version);
    EXPECT_EQ(code(session.facts().cipher_suite), recording.form.suite);
    EXPECT_EQ(session.facts().server_finished_valid, true);
    EXPECT_NE(session.facts().signature_valid, std::optional(false));
    EXPECT_TRUE(as_text(session.take_application_data()).starts_with("HTTP/1.0 200"));
    ++count;
  }
  EXPECT_GE(count, 20);
}

}  // namespace
}  // namespace tlswhy::testing
