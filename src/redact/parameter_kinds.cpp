#include "redact/parameter_kinds.hpp"

#include <algorithm>
#include <array>

namespace tlswhy {
namespace {

struct Row {
  std::string_view name;
  ParameterKind kind;
};

constexpr std::array<Row, 18> rows = {{{"address", ParameterKind::name},
                                       {"extension_oid", ParameterKind::plain},
                                       {"first_bytes", ParameterKind::wire},
                                       {"from", ParameterKind::name},
                                       {"host", ParameterKind::name},
                                       {"issuer", ParameterKind::name},
                                       {"key_id", ParameterKind::hash},
                                       {"missing_issuer", ParameterKind::name},
                                       {"named", ParameterKind::serial},
                                       {"names", ParameterKind::name},
                                       {"oid", ParameterKind::plain},
                                       {"other", ParameterKind::name},
                                       {"serial", ParameterKind::serial},
                                       {"server_name", ParameterKind::name},
                                       {"sha256", ParameterKind::hash},
                                       {"subject", ParameterKind::name},
                                       {"type", ParameterKind::plain},
                                       {"url", ParameterKind::url}}};

}  // namespace

ParameterKind kind_of_parameter(std::string_view name) {
  const auto found = std::ranges::find(rows, name, &Row::name);
  return found == rows.end() ? ParameterKind::words : found->kind;
}

}  // namespace tlswhy
