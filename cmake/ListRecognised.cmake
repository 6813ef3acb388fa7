# cmake -DSOURCES=src -DRANKS=.../ranks.hpp -DOUTPUT=FILE -P ListRecognised.cmake: writes the table of the causes that
# the program can name of a connection: those that its sources name, by themselves or by a row of
# knowledge/ranking.toml. Remedies name causes that they treat, knowledge all of them, and tests any: these do not
# count. A row that no source uses is an error.
cmake_minimum_required(VERSION 3.25)
file(GLOB_RECURSE sources ${SOURCES}/*.cpp ${SOURCES}/*.hpp)
list(FILTER sources EXCLUDE REGEX "_test\\.cpp$|/testing/|/src/knowledge/|/src/remedy/")
set(named "")
set(used "")
foreach(source IN LISTS sources)
  file(READ ${source} text)
  string(REGEX MATCHALL "CauseId::[a-z0-9_]+" found "${text}")
  list(APPEND named ${found})
  string(REGEX MATCHALL "rank::[a-z0-9_]+" found "${text}")
  list(APPEND used ${found})
endforeach()

file(STRINGS ${RANKS} rows REGEX "^inline constexpr")
foreach(row IN LISTS rows)
  string(REGEX REPLACE "^inline constexpr knowledge::[A-Za-z]+ ([a-z0-9_]+).*" "\\1" name "${row}")
  if(NOT "rank::${name}" IN_LIST used)
    message(FATAL_ERROR "knowledge/ranking.toml: no source uses rank::${name}")
  endif()
  string(REGEX MATCH "CauseId::[a-z0-9_]+" cause "${row}")
  list(APPEND named ${cause})
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
