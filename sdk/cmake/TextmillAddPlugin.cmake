# textmill_add_plugin(NAME SOURCES source... [LINK library...])
#
# Makes the plugin library NAME.so, a target called NAME. It shows one symbol to the host,
# textmill_plugin_v1, and everything that it needs must be found when it is linked.
# TEXTMILL_PLUGIN_OUTPUT_DIRECTORY, where set, is where the library is put.

include(CheckLinkerFlag)

function(textmill_add_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES)
    message(FATAL_ERROR "textmill_add_plugin(${name} SOURCES source... [LINK library...]): "
                        "unexpected or missing arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()

  # A target takes these when it is created: set later, they would change nothing.
  set(CMAKE_C_VISIBILITY_PRESET hidden)
  set(CMAKE_CXX_VISIBILITY_PRESET hidden)
  set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
  if(TEXTMILL_PLUGIN_OUTPUT_DIRECTORY)
    set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${TEXTMILL_PLUGIN_OUTPUT_DIRECTORY})
  endif()

  add_library(${name} MODULE ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINK} textmill::sdk)
  set_target_properties(${name} PROPERTIES PREFIX "" SUFFIX ".so")

  # Hidden visibility alone still shows template instantiations of the standard library, which
  # then bind to those of other plugins.
  set(map ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/textmill-plugin.map)
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${map})
  target_link_options(${name} PRIVATE "LINKER:--version-script=${map}")
  # Without the symbol nothing is left of a plugin: better an error here than one from the host.
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  if(CXX IN_LIST languages)
    set(language CXX)
  else()
    set(language C)
  endif()
  check_linker_flag(${language} "LINKER:--require-defined=main" TEXTMILL_HAS_REQUIRE_DEFINED)  # not gold
  if(TEXTMILL_HAS_REQUIRE_DEFINED)
    target_link_options(${name} PRIVATE "LINKER:--require-defined=textmill_plugin_v1")
  endif()

  # A sanitizer's runtime may be in the program alone, so its symbols are missing here.
  if(NOT "${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS}" MATCHES "-fsanitize=")
    target_link_options(${name} PRIVATE "LINKER:-z,defs")
  endif()
endfunction()
