// How names of hosts become addresses in this process.
#pragma once

namespace tlswhy {

// Before the first name is looked up. A program without shared libraries asks /etc/hosts and DNS,
// whatever else nsswitch.conf names: other services are files for the system's own libc.
void prepare_name_service();

}  // namespace tlswhy
