// All of Boost.JSON, which is compiled here in place of its library.
#include <boost/json/src.hpp>
