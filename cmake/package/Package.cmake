# Debian packages, made by `cpack` in the build folder: textmill (the program, its plugins, pipelines
# and pages) and textmill-sdk (all that a plugin is built with). cpack needs the Debian packages
# dpkg-dev and file.
install(DIRECTORY pipelines DESTINATION share/textmill COMPONENT program)
install(DIRECTORY docs/ DESTINATION share/doc/textmill COMPONENT program)
install(FILES CHANGELOG.md DESTINATION share/doc/textmill COMPONENT program)
# Debian wants to see the licences there, of each package.
install(FILES ${CMAKE_CURRENT_LIST_DIR}/copyright DESTINATION share/doc/textmill COMPONENT program)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/copyright DESTINATION share/doc/textmill-sdk COMPONENT sdk)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME textmill)
set(CPACK_PACKAGE_VENDOR Textmill)
set(CPACK_PACKAGE_CONTACT "Textmill <textmill@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program sdk)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME textmill)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
# What a plugin has beside it is no other package's.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}/plugins)
# read.pdf starts pdftotext.
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "textmill-sdk, poppler-utils")
set(CPACK_DEBIAN_SDK_PACKAGE_NAME textmill-sdk)
set(CPACK_DEBIAN_SDK_PACKAGE_RECOMMENDS textmill)
set(CPACK_DEBIAN_SDK_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_SDK_PACKAGE_ARCHITECTURE all)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION
    "Runs text corpora through pipelines of plugins: reads, cleans, deduplicates, tags, writes.")
set(CPACK_COMPONENT_SDK_DESCRIPTION
    "Headers, CMake package, examples and a Rust crate to build plugins for Textmill with.")
include(CPack)
