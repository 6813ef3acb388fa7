#include "command/command_line.hpp"
#include "command/console.hpp"
#include "command/name_service.hpp"

int main(int argc, char** argv) {
  tlswhy::prepare_console();
  tlswhy::prepare_name_service();
  return tlswhy::run_command_line(tlswhy::arguments_of_process(argc, argv));
}
