# What Windows shows of the file, and how it runs it: version and manifest.
enable_language(RC)
configure_file(${PROJECT_SOURCE_DIR}/cmake/windows/tlswhy.rc.in ${PROJECT_BINARY_DIR}/tlswhy.rc @ONLY)
target_sources(tlswhy PRIVATE ${PROJECT_BINARY_DIR}/tlswhy.rc)
set_source_files_properties(${PROJECT_BINARY_DIR}/tlswhy.rc PROPERTIES
                            OBJECT_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/windows/tlswhy.manifest)
