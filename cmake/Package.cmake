# What is installed, and the Debian package of it (scripts/build-deb). The page is inside the program.
include(GNUInstallDirs)
set(doc ${CMAKE_INSTALL_DATAROOTDIR}/doc/tlswhy)
install(TARGETS tlswhy RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES README.md CHANGELOG.md SECURITY.md DESTINATION ${doc})
install(DIRECTORY docs DESTINATION ${doc} FILES_MATCHING PATTERN "*.md" PATTERN "*.json")
install(DIRECTORY samples/ DESTINATION ${doc}/examples)
install(FILES cmake/debian/copyright DESTINATION ${doc})
install(FILES cmake/debian/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/lintian/overrides RENAME tlswhy)
install(FILES cmake/debian/completion.bash DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/bash-completion/completions RENAME tlswhy)

# The two files that Debian's policy wants compressed (sections 12.1 and 12.7). The day is that of the last commit
# (SOURCE_DATE_EPOCH), so that one source makes one package.
string(TIMESTAMP day "%a, %d %b %Y %H:%M:%S +0000" UTC)
set(CPACK_PACKAGE_CONTACT "tlswhy maintainers <maintainers@users.noreply.r-seed-201e1056.example>")
configure_file(cmake/debian/changelog.in ${PROJECT_BINARY_DIR}/debian/changelog @ONLY)
configure_file(cmake/debian/tlswhy.1.in ${PROJECT_BINARY_DIR}/debian/tlswhy.1 @ONLY)
find_program(GZIP gzip REQUIRED)
foreach(name IN ITEMS changelog tlswhy.1)
  execute_process(COMMAND ${GZIP} -9nkf ${PROJECT_BINARY_DIR}/debian/${name} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
install(FILES ${PROJECT_BINARY_DIR}/debian/changelog.gz DESTINATION ${doc})
install(FILES ${PROJECT_BINARY_DIR}/debian/tlswhy.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGE_NAME tlswhy)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "says why a TLS connection failed, or would fail
tlswhy reads packet captures, logs, error texts and certificate chains, and
asks servers. It says who refused, at which message, because of which facts,
and what to change, and how certain that is; in English, Korean or
Traditional Chinese.

It also predicts: given a server, a certificate chain or a Cisco Finesse
layout, it says which clients would connect before anybody tries.")
include(CPack)
