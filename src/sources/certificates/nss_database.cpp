// The database has one row of nssPublic per PKCS#11 object and one column aXX per attribute with
// its number in hexadecimal (PKCS #11 2.40 section 4; CKO_NSS_TRUST and its attributes: pkcs11n.h
// of NSS). Whether it was tampered with is not looked at.
#include "sources/certificates/nss_database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <memory>

#include "x509/bundle/formats.hpp"

namespace tlswhy {
namespace {

using bundle::BundleFindings;
using bundle::Input;

constexpr std::string_view magic{"SQLite format 3\0", 16};
// CKA_CLASS, CKA_VALUE, CKA_ISSUER, CKA_SERIAL_NUMBER, CKA_TRUST_SERVER_AUTH.
constexpr const char* certificates_and_trust =
    "SELECT c.a11, t.ace536358 FROM nssPublic AS c LEFT JOIN nssPublic AS t"
    " ON t.a81 = c.a81 AND t.a82 = c.a82 AND t.a0 = x'ce534353'"
    " WHERE c.a0 = x'00000001' ORDER BY c.rowid";
constexpr std::uint32_t trusted_peer = 0xce534351;       // CKT_NSS_TRUSTED, "P"
constexpr std::uint32_t trusted_authority = 0xce534352;  // CKT_NSS_TRUSTED_DELEGATOR, "C"
constexpr std::uint32_t distrusted = 0xce53435a;         // CKT_NSS_NOT_TRUSTED, "p"
constexpr int steps_between_checks = 10'000;             // of SQLite's machine
constexpr int most_checks = 2'000;

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

std::unexpected<Error> damaged(const Input& input, sqlite3* database) {
  return failure(Error::Kind::malformed,
                 fmt::format("{}: the SQLite database cannot be read: {}", input.name,
                             database == nullptr ? "no memory" : sqlite3_errmsg(database)));
}

// The file is somebody else's: no views or triggers of its own, nothing long, and an end to all
// work.
void restrict(sqlite3* database, int* checks) {
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, 1 << 20);
  sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, 1 << 16);
  const auto count = [](void* counter) {
    return ++*static_cast<int*>(counter) > most_checks ? 1 : 0;
  };
  sqlite3_progress_handler(database, steps_between_checks, count, checks);
}

// A copy in memory; a database in WAL mode (file format 2) is read as it was at its last
// checkpoint.
Database open(std::vector<std::uint8_t>& bytes) {
  sqlite3* handle = nullptr;
  sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, nullptr);
  Database database(handle, &sqlite3_close);
  if (database == nullptr) return database;
  constexpr std::size_t write_format = 18, read_format = 19;
  if (bytes.size() > read_format) bytes[write_format] = bytes[read_format] = 1;
  const auto size = static_cast<sqlite3_int64>(bytes.size());
  sqlite3_deserialize(handle, "main", bytes.data(), size, size, SQLITE_DESERIALIZE_READONLY);
  return database;
}

Bytes column(sqlite3_stmt* row, int index) {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(row, index));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, index));
  return data == nullptr ? Bytes() : Bytes(data, size);
}

struct LeftOut {
  std::size_t untrusted = 0, distrusted = 0;

  void tell(BundleFindings& out) const {
    if (untrusted > 0)
      out.note(fmt::format("{} certificates without trust for servers (flag C or P) were left out",
                           untrusted));
    if (distrusted > 0)
      out.note(
          fmt::format("{} certificates that are distrusted (flag p) were left out", distrusted));
    out.note("the roots that NSS brings along (libnssckbi) are not in this file");
  }
};

void take(sqlite3_stmt* row, std::size_t number, LeftOut& left, BundleFindings& out) {
  Reader in(column(row, 1));
  const std::uint32_t trust = in.size() == 4 ? in.u32() : 0;
  if (trust == distrusted) {
    ++left.distrusted;
  } else if (trust == trusted_authority || trust == trusted_peer) {
    out.certificate(column(row, 0), fmt::format("row {}", number));
  } else {
    ++left.untrusted;
  }
}

Result<void> read_rows(const Input& input, BundleFindings& out) {
  std::vector<std::uint8_t> bytes(input.bytes.begin(), input.bytes.end());
  int checks = 0;
  const Database database = open(bytes);
  if (database == nullptr) return damaged(input, nullptr);
  restrict(database.get(), &checks);
  sqlite3_stmt* handle = nullptr;
  const int prepared =
      sqlite3_prepare_v2(database.get(), certificates_and_trust, -1, &handle, nullptr);
  const Statement statement(handle, &sqlite3_finalize);
  if (prepared == SQLITE_ERROR)  // no such table or column
    return failure(
        Error::Kind::unsupported,
        fmt::format("{}: is an SQLite database, but none of NSS's certificates (cert9.db)",
                    input.name));
  if (prepared != SQLITE_OK) return damaged(input, database.get());
  LeftOut left;
  int stepped = SQLITE_DONE;
  std::size_t number = 0;
  while (!out.full() && (stepped = sqlite3_step(handle)) == SQLITE_ROW)
    take(handle, ++number, left, out);
  if (stepped != SQLITE_DONE && stepped != SQLITE_ROW) {
    if (number == 0) return damaged(input, database.get());
    out.damaged(fmt::format("row {}", number + 1), "and all behind it cannot be read");
  }
  left.tell(out);
  return {};
}

}  // namespace

bool looks_like_nss_database(Bytes bytes) { return as_text(bytes).starts_with(magic); }

Result<CertificateBundle> read_nss_database(Bytes bytes, const std::string& name) {
  const std::string no_password;
  const Input input{bytes, name, no_password};
  BundleFindings findings;
  if (const auto done = read_rows(input, findings); !done) return std::unexpected(done.error());
  return findings.finish(input, CertificateBundle::Format::nss);
}

}  // namespace tlswhy
