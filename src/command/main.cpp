#include "command/command_line.hpp"
#include "command/console.hpp"

int main(int argc, char** argv) {
  tlswhy::prepare_console();
  return tlswhy::run_command_line(tlswhy::arguments_of_process(argc, argv));
}
