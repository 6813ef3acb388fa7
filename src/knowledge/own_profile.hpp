// A client profile that is not of knowledge/clients/: the user's own, or one made from what was
// seen. ClientProfile consists of views; this holds what they look at.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge/client.hpp"

namespace tlswhy {

// Copies share what is held: nothing of it ever changes.
class OwnProfile {
 public:
  // All that `base` is. What it looks at is of the program's tables, which outlast everything.
  explicit OwnProfile(const knowledge::ClientProfile& base) : profile_(base) {}

  [[nodiscard]] const knowledge::ClientProfile& profile() const { return profile_; }
  // To be pointed at what keep() gives.
  [[nodiscard]] knowledge::ClientProfile& edit() { return profile_; }

  template <class T>
  std::span<const T> keep(std::vector<T> items) {
    if (items.empty()) return {};
    auto held = std::make_shared<const std::vector<T>>(std::move(items));
    const std::span<const T> view(*held);
    held_.push_back(std::move(held));
    return view;
  }
  std::string_view keep(std::string text) {
    auto held = std::make_shared<const std::string>(std::move(text));
    const std::string_view view(*held);
    held_.push_back(std::move(held));
    return view;
  }
  // The texts are kept too.
  std::span<const std::string_view> keep(std::vector<std::string> texts) {
    std::vector<std::string_view> views;
    views.reserve(texts.size());
    for (std::string& text : texts) views.push_back(keep(std::move(text)));
    return keep(std::move(views));
  }

 private:
  knowledge::ClientProfile profile_;
  std::vector<std::shared_ptr<const void>> held_;
};

}  // namespace tlswhy
