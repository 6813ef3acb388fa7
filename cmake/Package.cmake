# What is installed, and the Debian package of it (scripts/build-deb). The page is inside the program.
include(GNUInstallDirs)
set(doc ${CMAKE_INSTALL_DATAROOTDIR}/doc/tlswhy)
install(TARGETS tlswhy RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES README.md CHANGELOG.md SECURITY.md DESTINATION ${doc})
install(DIRECTORY docs DESTINATION ${doc} FILES_MATCHING PATTERN "*.md" PATTERN "*.json")
install(DIRECTORY samples/ DESTINATION ${doc}/examples)
install(FILES cmake/debian/copyright DESTINATION ${doc})
install(FILES cmake/debian/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/lintian/overrides RENAME tlswhy)

# The program writes its completions and its manual page itself, so that they have the options that it has.
set(written ${PROJECT_BINARY_DIR}/written)
set(outputs)
function(tlswhy_writes file) # FILE ARGUMENT...
  add_custom_command(OUTPUT ${written}/${file} COMMAND tlswhy ${ARGN} > ${written}/${file} DEPENDS tlswhy VERBATIM)
  set(outputs ${outputs} ${written}/${file} PARENT_SCOPE)
endfunction()
file(MAKE_DIRECTORY ${written}/en ${written}/ko ${written}/zh_TW)
foreach(shell IN ITEMS bash zsh fish powershell)
  tlswhy_writes(completion.${shell} completions ${shell} --lang en)
endforeach()
install(FILES ${written}/completion.bash DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/bash-completion/completions RENAME tlswhy)
install(FILES ${written}/completion.zsh DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/zsh/vendor-completions RENAME _tlswhy)
install(FILES ${written}/completion.fish DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/fish/vendor_completions.d RENAME tlswhy.fish)
install(FILES ${written}/completion.powershell DESTINATION ${doc} RENAME completion.ps1)
find_program(GZIP gzip REQUIRED)
foreach(pair IN ITEMS en:en ko:ko zh_TW:zh-Hant)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 folder)
  list(GET pair 1 tag)
  tlswhy_writes(${folder}/tlswhy.1 manual --lang ${tag})
  add_custom_command(OUTPUT ${written}/${folder}/tlswhy.1.gz COMMAND ${GZIP} -9nkf tlswhy.1
                     DEPENDS ${written}/${folder}/tlswhy.1 WORKING_DIRECTORY ${written}/${folder} VERBATIM)
  list(APPEND outputs ${written}/${folder}/tlswhy.1.gz)
  string(REPLACE "/en/" "/" place ${CMAKE_INSTALL_MANDIR}/${folder}/man1)
  install(FILES ${written}/${folder}/tlswhy.1.gz DESTINATION ${place})
endforeach()
# A page for each cause, which can be served as it is.
find_program(PYTHON3 python3)
if(PYTHON3)
  file(GLOB_RECURSE knowledge CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/knowledge/*.toml)
  add_custom_command(OUTPUT ${written}/causes/index.html
                     COMMAND ${PYTHON3} ${PROJECT_SOURCE_DIR}/scripts/build-cause-pages ${written}/causes
                     DEPENDS ${PROJECT_SOURCE_DIR}/scripts/build-cause-pages ${PROJECT_SOURCE_DIR}/web/src/words.json ${knowledge} VERBATIM)
  list(APPEND outputs ${written}/causes/index.html)
  install(DIRECTORY ${written}/causes DESTINATION ${doc})
endif()
add_custom_target(package_files DEPENDS ${outputs})

# The changelog, which Debian's policy wants compressed (section 12.7). The day is that of the last commit
# (SOURCE_DATE_EPOCH), so that one source makes one package.
string(TIMESTAMP day "%a, %d %b %Y %H:%M:%S +0000" UTC)
set(CPACK_PACKAGE_CONTACT "tlswhy maintainers <maintainers@users.noreply.r-seed-201e1056.example>")
configure_file(cmake/debian/changelog.in ${PROJECT_BINARY_DIR}/debian/changelog @ONLY)
execute_process(COMMAND ${GZIP} -9nkf ${PROJECT_BINARY_DIR}/debian/changelog COMMAND_ERROR_IS_FATAL ANY)
install(FILES ${PROJECT_BINARY_DIR}/debian/changelog.gz DESTINATION ${doc})

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
