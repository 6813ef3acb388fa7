// gzip (RFC 1952) and Zstandard (RFC 8878), told by their magic, undone while reading.
#pragma once

#include <memory>

#include "capfile/chunked_input.hpp"

namespace tlswhy {

enum class Compression { none, gzip, zstd };

// By the first four bytes.
Compression compression_of(Bytes first);

// Several members or frames one after the other are one stream, as the tools treat them.
std::unique_ptr<ByteStream> decompress(Compression kind, std::unique_ptr<ChunkedInput> input);

}  // namespace tlswhy
