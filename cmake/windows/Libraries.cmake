# The libraries for Windows that are not the same everywhere, and what of Windows itself is linked.
include(${CMAKE_CURRENT_LIST_DIR}/../BuiltLibraries.cmake)
tlswhy_built_archive(SQLite::SQLite3 sqlite3)
tlswhy_built_archive(PkgConfig::UTF8PROC utf8proc)
target_compile_definitions(PkgConfig::UTF8PROC INTERFACE UTF8PROC_STATIC)
add_library(CLI11::CLI11 ALIAS tlswhy_built_headers)
target_link_libraries(OpenSSL::Crypto INTERFACE crypt32 bcrypt gdi32 user32 advapi32 ws2_32)
target_link_libraries(tlswhy_built_headers INTERFACE mswsock ws2_32)  # Asio
