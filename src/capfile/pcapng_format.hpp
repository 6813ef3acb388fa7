// The pcapng file format, draft-ietf-opsawg-pcapng: sections of typed blocks.
#pragma once

#include "base/result.hpp"
#include "capfile/packet_format.hpp"

namespace tlswhy {

bool is_pcapng(Bytes first);

// Leaves the first block in `input`; the error does not name the file.
Result<std::unique_ptr<PacketFormat>> open_pcapng(CaptureInput& input);

}  // namespace tlswhy
