# The libraries for WebAssembly that are not the same everywhere.
set(folder ${CMAKE_CURRENT_LIST_DIR})
include(${folder}/../BuiltLibraries.cmake)
add_compile_definitions(BOOST_SYSTEM_DISABLE_THREADS)
tlswhy_built_sources(tlswhy_wasm_sqlite ${folder}/sqlite_no_files.cpp)
target_link_libraries(tlswhy_wasm_sqlite INTERFACE ${TLSWHY_LIBRARIES}/lib/libsqlite3.a)
add_library(SQLite::SQLite3 ALIAS tlswhy_wasm_sqlite)
# Nothing is laid out for a terminal: a header of ours stands for the library that knows how wide characters are.
add_library(tlswhy_wasm_no_text INTERFACE)
target_include_directories(tlswhy_wasm_no_text SYSTEM INTERFACE ${folder}/no_text)
add_library(PkgConfig::UTF8PROC ALIAS tlswhy_wasm_no_text)
add_library(tlswhy_wasm_runtime OBJECT ${folder}/runtime.cpp)
