# Lexbor, the HTML parser of the plugin html: textmill_lexbor, where it is to be had. Debian 12 lacks
# it: `./dev build` fetches its sources into build/lexbor/.
#
# An installed liblexbor counts first, then TEXTMILL_LEXBOR_DIR. Where there is neither, the plugin is
# left out, and so are its tests.
set(TEXTMILL_LEXBOR_DIR ${PROJECT_SOURCE_DIR}/build/lexbor CACHE PATH
    "Lexbor's source/, as ./dev build fetches it")

pkg_check_modules(lexbor QUIET IMPORTED_TARGET lexbor>=3)
if(lexbor_FOUND)
  message(STATUS "Lexbor: ${lexbor_VERSION}, installed")
  add_library(textmill_lexbor ALIAS PkgConfig::lexbor)
  return()
endif()

if(NOT EXISTS ${TEXTMILL_LEXBOR_DIR}/complete)
  message(STATUS "Lexbor: not here; html.text is left out. `./dev build` fetches what it needs.")
  return()
endif()
message(STATUS "Lexbor: ${TEXTMILL_LEXBOR_DIR}")
# What parsing takes: no CSS, no encodings, no URLs.
set(source ${TEXTMILL_LEXBOR_DIR}/source)
set(files "")
foreach(module core dom html ns tag ports/posix/lexbor/core)
  file(GLOB_RECURSE found ${source}/lexbor/${module}/*.c)
  list(APPEND files ${found})
endforeach()
add_library(textmill_lexbor STATIC EXCLUDE_FROM_ALL ${files})
target_include_directories(textmill_lexbor SYSTEM PUBLIC ${source})
target_compile_definitions(textmill_lexbor PUBLIC LEXBOR_STATIC)
target_compile_options(textmill_lexbor PRIVATE -w $<$<CONFIG:Release>:-O2>)
set_target_properties(textmill_lexbor PROPERTIES UNITY_BUILD OFF)  # not written for it
install(FILES ${TEXTMILL_LEXBOR_DIR}/LICENSE ${TEXTMILL_LEXBOR_DIR}/NOTICE
        DESTINATION share/doc/textmill/lexbor COMPONENT program)
