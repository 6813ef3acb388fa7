// What is to be asked, as people write it: gadgets.corp.test:8444, https://host/path, [::1]:443.
#pragma once

#include <string>

#include "base/result.hpp"
#include "sources/probe/interviewer.hpp"

namespace tlswhy {

// Without a port: that of the URL's scheme or of `starttls`, else 443. An error names the word.
Result<ProbeTarget> parse_target(const std::string& word, const std::string& starttls);
// http://[USER:PASSWORD@]HOST:PORT or socks5://...
Result<Proxy> parse_proxy(const std::string& word);
// host:port, [v6]:port.
std::string name_of(const ProbeTarget& target);

}  // namespace tlswhy
