# tlswhy_page()
#   Puts web/built/report.html, which web/ builds (scripts/check-page), into tlswhy_report.
#   To be called after tlswhy_folder(report ...).
function(tlswhy_page)
  set(page ${PROJECT_SOURCE_DIR}/web/built/report.html)
  set(script ${PROJECT_SOURCE_DIR}/cmake/EmbedPage.cmake)
  set(output ${PROJECT_BINARY_DIR}/generated/report_page.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DPAGE=${page} -DOUTPUT=${output} -P ${script}
    DEPENDS ${page} ${script}
    COMMENT "Embedding the page"
    VERBATIM)
  target_sources(tlswhy_report PRIVATE ${output})
endfunction()
