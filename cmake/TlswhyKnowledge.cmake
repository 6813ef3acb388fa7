# tlswhy_knowledge_data()
#   Builds tlswhy-compile-knowledge, runs it on knowledge/ and adds the tables that it writes to
#   tlswhy_knowledge, with <build>/generated (knowledge/ids/KIND.hpp) on the include path of all who link it;
#   the registries of code points, which stand below everything, to tlswhy_wire.
#   To be called after tlswhy_folder(knowledge ...).
function(tlswhy_knowledge_data)
  find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h REQUIRED)
  set(folder ${PROJECT_SOURCE_DIR}/src/knowledge/compiler)
  file(GLOB parts CONFIGURE_DEPENDS ${folder}/*.cpp)
  list(FILTER parts EXCLUDE REGEX "_test\\.cpp$|/main\\.cpp$")
  if(CMAKE_CROSSCOMPILING)
    list(FILTER parts EXCLUDE REGEX "/source_tree\\.cpp$")  # reads knowledge/, which the native compiler does
  endif()
  add_library(tlswhy_knowledge_compiler STATIC ${parts})
  target_include_directories(tlswhy_knowledge_compiler PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_include_directories(tlswhy_knowledge_compiler SYSTEM PRIVATE ${TOMLPLUSPLUS_INCLUDE_DIR})
  target_link_libraries(tlswhy_knowledge_compiler PUBLIC tlswhy_base fmt::fmt)
  set_target_properties(tlswhy_knowledge_compiler PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF)
  # It runs on the machine that builds: for another system it is that of a native build.
  if(CMAKE_CROSSCOMPILING)
    set(compile ${TLSWHY_COMPILE_KNOWLEDGE})
  else()
    add_executable(tlswhy-compile-knowledge ${folder}/main.cpp)
    target_link_libraries(tlswhy-compile-knowledge PRIVATE tlswhy_knowledge_compiler)
    set_target_properties(tlswhy-compile-knowledge PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF)
    set(compile tlswhy-compile-knowledge)
  endif()

  # The folder is named relative to the project, so that messages read `knowledge/...:line:column:`.
  file(GLOB_RECURSE data CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/knowledge/*)
  set(generated ${PROJECT_BINARY_DIR}/generated)
  set(tables languages sentences causes changes products stacks clients statements
      inspectors refusals stores)
  list(TRANSFORM tables PREPEND ${generated}/)
  list(TRANSFORM tables APPEND .cpp)
  # One header for each kind of id (id_kinds in compiler/cpp_text.hpp).
  set(ids languages causes changes products stacks clients sentences)
  list(TRANSFORM ids PREPEND ${generated}/knowledge/ids/)
  list(TRANSFORM ids APPEND .hpp)
  add_custom_command(
    OUTPUT ${tables} ${generated}/registry.cpp ${ids} ${generated}/knowledge/ranks.hpp
    COMMAND ${compile} knowledge ${generated}
    DEPENDS ${compile} ${data}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    COMMENT "Checking and compiling knowledge/"
    VERBATIM)

  # Which causes can be recognised is what the sources say. A command of its own: the ids do not wait for it.
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/*.cpp ${PROJECT_SOURCE_DIR}/src/*.hpp)
  set(script ${PROJECT_SOURCE_DIR}/cmake/ListRecognised.cmake)
  add_custom_command(
    OUTPUT ${generated}/recognised.cpp
    COMMAND ${CMAKE_COMMAND} -DSOURCES=${PROJECT_SOURCE_DIR}/src -DRANKS=${generated}/knowledge/ranks.hpp
            -DOUTPUT=${generated}/recognised.cpp -P ${script}
    DEPENDS ${script} ${sources} ${generated}/knowledge/ranks.hpp
    COMMENT "Listing the causes that can be recognised"
    VERBATIM)
  target_sources(tlswhy_knowledge PRIVATE ${tables} ${generated}/recognised.cpp ${ids} ${generated}/knowledge/ranks.hpp)
  target_include_directories(tlswhy_knowledge PUBLIC ${generated})
  target_sources(tlswhy_wire PRIVATE ${generated}/registry.cpp)
  set_source_files_properties(${tables} ${generated}/recognised.cpp ${generated}/registry.cpp
                              PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)

  if(TARGET tlswhy_knowledge_test)
    target_link_libraries(tlswhy_knowledge_test PRIVATE tlswhy_knowledge_compiler)
    add_test(NAME knowledge_registry_checksums
             COMMAND sha256sum --check --status README.md
             WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}/knowledge/registry)
  endif()
endfunction()
