// The captures that properties are tried on: all of samples/, and some of the lab's where it is
// there.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace tlswhy::testing {

inline std::vector<std::string> sorted_captures(const std::filesystem::path& folder) {
  std::vector<std::string> out;
  if (!std::filesystem::exists(folder)) return out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.find(".pcap") != std::string::npos) out.push_back(entry.path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

// Those of a folder that are short enough to be tried without each of their packets.
inline std::vector<std::string> small_captures(const std::filesystem::path& folder) {
  constexpr std::uintmax_t small = 20'000;
  std::vector<std::string> out = sorted_captures(folder);
  std::erase_if(out, [](const std::string& f) { return std::filesystem::file_size(f) > small; });
  return out;
}

inline std::vector<std::string> samples() { return sorted_captures("samples"); }

// Of the project's cases: one of `step`, so that a test stays short.
inline std::vector<std::string> cases(std::size_t step) {
  std::vector<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator("tests/cases"))
    if (std::filesystem::exists(entry.path() / "input.pcap"))
      folders.push_back((entry.path() / "input.pcap").string());
  std::sort(folders.begin(), folders.end());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < folders.size(); i += step) out.push_back(folders[i]);
  return out;
}

// About `count`, evenly spread over servers, chains and clients; empty without the lab's captures.
inline std::vector<std::string> lab_captures(std::size_t count) {
  const std::vector<std::string> all = sorted_captures("../shared/truth/pcaps");
  std::vector<std::string> out;
  const std::size_t step = std::max<std::size_t>(1, all.size() / count);
  for (std::size_t i = step / 2; i < all.size(); i += step) out.push_back(all[i]);
  return out;
}

}  // namespace tlswhy::testing
