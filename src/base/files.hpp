// Every file that tlswhy reads is opened here.
#pragma once

#include <memory>
#include <string>

#include "base/byte_stream.hpp"
#include "base/result.hpp"

namespace tlswhy {

// `path` may be "-" for the standard input. The error is one line that names the file.
Result<std::unique_ptr<ByteStream>> open_file(const std::string& path);

}  // namespace tlswhy
