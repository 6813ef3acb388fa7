#include "base/files.hpp"
#include "command/command_line.hpp"

int main(int argc, char** argv) {
  tlswhy::use_binary_standard_streams();
  return tlswhy::run_command_line(argc, argv);
}
