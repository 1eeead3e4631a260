# Several sources of a library or a test program compiled as one ("unity build"): headers are read and
# templates made once for all of them, which halves what a whole build costs.

option(TEXTMILL_UNITY "Compile the sources of a library eight at a time" OFF)
option(TEXTMILL_UNITY_TESTS "Compile the sources of a test program six at a time" OFF)

# textmill_unity(TARGET SIZE GHOST...): so for this target. A ghost is a warning that is shown, but no error:
# what GCC's optimiser believes to see changes with what it sees together.
function(textmill_unity target size)
  get_target_property(sources ${target} SOURCES)
  list(LENGTH sources count)
  if(count LESS 2)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${size})
  # A source that is compiled with others counts as a header: its types may not have members that are its own.
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-subobject-linkage>)
  foreach(ghost IN LISTS ARGN)
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-error=${ghost}>)
  endforeach()
endfunction()

# textmill_unity_library(TARGET): a part of core/, of plugins/lib/, or a plugin.
function(textmill_unity_library target)
  if(TEXTMILL_UNITY)
    textmill_unity(${target} 8 array-bounds stringop-overflow stringop-overread free-nonheap-object nonnull
                   use-after-free dangling-pointer format-overflow format-truncation)
  endif()
endfunction()
