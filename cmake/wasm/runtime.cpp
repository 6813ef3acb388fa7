// What the runtime for WebAssembly leaves out. It has no exceptions: whatever would throw one ends the program, and
// the page says so.
#include <boost/assert/source_location.hpp>
#include <boost/throw_exception.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>

namespace boost {

void throw_exception(const std::exception& error) {
  std::fprintf(stderr, "tlswhy: %s\n", error.what());
  std::abort();
}
void throw_exception(const std::exception& error, const source_location& /*where*/) {
  throw_exception(error);
}

}  // namespace boost

// headers/__config_site
template class std::basic_filebuf<char>;
template class std::basic_ifstream<char>;
