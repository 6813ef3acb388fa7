# cmake -DSOURCES=src -DOUTPUT=FILE -P ListRecognised.cmake: writes the table of the causes that the program can
# name of a connection, which are those that its sources name. Remedies name causes that they treat, knowledge
# all of them, and tests any: these do not count.
file(GLOB_RECURSE sources ${SOURCES}/*.cpp ${SOURCES}/*.hpp)
list(FILTER sources EXCLUDE REGEX "_test\\.cpp$|/testing/|/src/knowledge/|/src/remedy/")
set(named "")
foreach(source IN LISTS sources)
  file(READ ${source} text)
  string(REGEX MATCHALL "CauseId::[a-z0-9_]+" found "${text}")
  list(APPEND named ${found})
endforeach()
list(REMOVE_DUPLICATES named)
list(SORT named)
list(JOIN named ",\n    " rows)
set(text "// Generated from the sources by cmake/ListRecognised.cmake; changes here are lost.
#include \"knowledge/ids/causes.hpp\"
#include \"knowledge/tables.hpp\"

namespace tlswhy::knowledge {
namespace {
constexpr CauseId rows[] = {
    ${rows}};
}  // namespace

constinit const std::span<const CauseId> tables::recognised{rows};

}  // namespace tlswhy::knowledge
")
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "${text}" @ONLY)  # writes where the text is another one
