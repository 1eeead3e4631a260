# Arrow and Parquet, for the plugin arrow: textmill_arrow, where they are to be had. Debian 12 has
# neither: `./dev build` takes the libraries out of the wheel `pyarrow`, into build/arrow/.
#
# An installed package of Arrow counts first, then TEXTMILL_ARROW_DIR. Where there is neither, the
# plugin is left out, and so are its tests.
set(TEXTMILL_ARROW_DIR ${PROJECT_SOURCE_DIR}/build/arrow CACHE PATH
    "Arrow's include/ and lib/, as ./dev build fetches them")

find_package(Parquet 15 QUIET)
if(Parquet_FOUND AND TARGET Parquet::parquet_shared)
  add_library(textmill_arrow INTERFACE)
  target_link_libraries(textmill_arrow INTERFACE Parquet::parquet_shared Arrow::arrow_shared)
  message(STATUS "Parquet and Arrow: ${Parquet_DIR}")
  return()
endif()

if(NOT EXISTS ${TEXTMILL_ARROW_DIR}/complete)
  message(STATUS "Parquet and Arrow: not here; read.parquet, write.parquet, read.arrow and write.arrow are "
                 "left out. `./dev build` fetches what they need.")
  return()
endif()
# Names with their versions, as plugins ask for them: libarrow.so.2600.
file(GLOB textmill_arrow_libraries ${TEXTMILL_ARROW_DIR}/lib/libparquet.so.* ${TEXTMILL_ARROW_DIR}/lib/libarrow.so.*)
message(STATUS "Parquet and Arrow: ${TEXTMILL_ARROW_DIR}")
add_library(textmill_arrow INTERFACE)
target_include_directories(textmill_arrow SYSTEM INTERFACE ${TEXTMILL_ARROW_DIR}/include)
target_link_libraries(textmill_arrow INTERFACE ${textmill_arrow_libraries})
# Beside the plugin, here and where it is installed: there its $ORIGIN finds them.
file(COPY ${textmill_arrow_libraries} DESTINATION ${PROJECT_BINARY_DIR}/plugins
     FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
install(FILES ${textmill_arrow_libraries} DESTINATION lib/textmill/plugins COMPONENT program)
install(FILES ${TEXTMILL_ARROW_DIR}/LICENSE.txt ${TEXTMILL_ARROW_DIR}/NOTICE.txt
        DESTINATION share/doc/textmill/arrow COMPONENT program)
