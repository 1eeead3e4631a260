# What the Python package holds beside sdk/python (pyproject.toml): the program, its plugins and libtextmill, as they
# are laid out where Textmill is installed.
install(TARGETS textmill RUNTIME DESTINATION bin COMPONENT python)
install(TARGETS textmill_library LIBRARY DESTINATION lib COMPONENT python)
install(DIRECTORY ${PROJECT_BINARY_DIR}/plugins/ DESTINATION lib/textmill/plugins COMPONENT python
        FILES_MATCHING PATTERN "*.so" PATTERN "lib*.so.*")
# Of the libraries that ./dev wheel adds.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/build/wheel-licenses/ DESTINATION share/doc/libraries COMPONENT python
        OPTIONAL)
if(EXISTS ${PROJECT_SOURCE_DIR}/build/lexbor/NOTICE)
  install(FILES ${PROJECT_SOURCE_DIR}/build/lexbor/LICENSE ${PROJECT_SOURCE_DIR}/build/lexbor/NOTICE
          DESTINATION share/doc/lexbor COMPONENT python)
endif()
if(EXISTS ${PROJECT_SOURCE_DIR}/build/arrow/NOTICE.txt)
  install(FILES ${PROJECT_SOURCE_DIR}/build/arrow/LICENSE.txt ${PROJECT_SOURCE_DIR}/build/arrow/NOTICE.txt
          DESTINATION share/doc/arrow COMPONENT python)
endif()
