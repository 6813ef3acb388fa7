// The ids of what the knowledge folder describes. These declarations suffice to keep and pass one
// on. A file that names a value includes "knowledge/ids/KIND.hpp", which is generated with the
// tables: a new sentence then recompiles the files that name sentences, and no others.
#pragma once

#include <cstdint>

namespace tlswhy::knowledge {

enum class Language : std::uint8_t;
enum class CauseId : std::uint16_t;
enum class ChangeId : std::uint16_t;
enum class ProductId : std::uint16_t;
enum class StackId : std::uint16_t;
enum class ClientId : std::uint16_t;
enum class SentenceId : std::uint16_t;

}  // namespace tlswhy::knowledge
