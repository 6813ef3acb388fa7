# The libraries of CMakeLists.txt for another system than the one that builds, under the names that it links them by:
# those that are the same everywhere. TLSWHY_LIBRARIES is the folder that scripts/wasm-libraries or
# scripts/windows-libraries made; of Boost, toml++ and CLI11, which are headers, those of this machine are taken.
if(NOT EXISTS ${TLSWHY_LIBRARIES}/complete)
  message(FATAL_ERROR "${TLSWHY_LIBRARIES} has no libraries: scripts/build-page and scripts/build-windows build them")
endif()

set(headers ${PROJECT_BINARY_DIR}/headers)
file(MAKE_DIRECTORY ${headers})
foreach(header IN ITEMS boost/json.hpp toml++/toml.h CLI/CLI.hpp)
  cmake_path(GET header PARENT_PATH top)
  find_path(found_${top} ${header} PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH)
  if(found_${top})  # CLI11 is no part of the page
    file(CREATE_LINK ${found_${top}}/${top} ${headers}/${top} SYMBOLIC)
  endif()
endforeach()
set(TOMLPLUSPLUS_INCLUDE_DIR ${headers})
include_directories(SYSTEM ${headers} ${TLSWHY_LIBRARIES}/include)

function(tlswhy_built_archive target name)
  add_library(${target} STATIC IMPORTED)
  set_target_properties(${target} PROPERTIES IMPORTED_LOCATION ${TLSWHY_LIBRARIES}/lib/lib${name}.a)
  target_link_libraries(${target} INTERFACE ${ARGN})
endfunction()
# C++ libraries are compiled with the same options as what includes them; their own warnings are theirs.
function(tlswhy_built_sources target)
  add_library(${target} STATIC ${ARGN})
  target_compile_options(${target} PRIVATE -w)
endfunction()

tlswhy_built_archive(OpenSSL::Crypto crypto)
tlswhy_built_archive(OpenSSL::SSL ssl OpenSSL::Crypto)
tlswhy_built_archive(PkgConfig::ZLIB z)
tlswhy_built_archive(PkgConfig::ZSTD zstd)
tlswhy_built_sources(tlswhy_built_fmt ${TLSWHY_LIBRARIES}/share/format.cc)
add_library(fmt::fmt ALIAS tlswhy_built_fmt)
tlswhy_built_sources(tlswhy_built_pugixml ${TLSWHY_LIBRARIES}/include/pugixml.cpp)
target_compile_definitions(tlswhy_built_pugixml PUBLIC PUGIXML_NO_EXCEPTIONS PUGIXML_NO_XPATH)
add_library(pugixml::pugixml ALIAS tlswhy_built_pugixml)
tlswhy_built_sources(tlswhy_built_boost_json ${CMAKE_CURRENT_LIST_DIR}/boost_json.cpp)
add_library(Boost::json ALIAS tlswhy_built_boost_json)
add_library(tlswhy_built_headers INTERFACE)
add_library(Boost::headers ALIAS tlswhy_built_headers)
