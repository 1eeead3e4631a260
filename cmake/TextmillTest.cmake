# How tests and benchmarks are made in this tree. An executable is one ctest entry.
#
#   textmill_test(NAME SOURCES ... [LINK ...])    a GoogleTest executable
#   textmill_bench(NAME SOURCES ... [LINK ...])   bench_NAME, built on demand: ./dev bench NAME
#
# A test whose name ends in _long_test is run by ./dev test --all only.

add_custom_target(benchmarks)  # all of them

set(textmill_test_environment
  "TSAN_OPTIONS=suppressions=${textmill_SOURCE_DIR}/tests/tsan.supp:halt_on_error=1:second_deadlock_stack=1"
  "ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1"
  "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1")

# What tests may ask about the build they belong to.
set(textmill_test_definitions
  TEXTMILL_PROGRAM="${textmill_BINARY_DIR}/textmill"
  TEXTMILL_PLUGIN_DIR="${textmill_BINARY_DIR}/plugins"
  TEXTMILL_BINARY_DIR="${textmill_BINARY_DIR}"
  TEXTMILL_SOURCE_DIR="${textmill_SOURCE_DIR}")

# Gives an entry of ctest what all of them share.
function(textmill_test_properties name)
  set_tests_properties(${name} PROPERTIES
    ENVIRONMENT "${textmill_test_environment}"
    WORKING_DIRECTORY ${textmill_SOURCE_DIR}
    TIMEOUT 600)
  if(name MATCHES "_long_test$")
    set_tests_properties(${name} PROPERTIES LABELS long TIMEOUT 1800)
  endif()
endfunction()

function(textmill_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
  if(NOT BUILD_TESTING OR NOT arg_SOURCES)
    return()
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINK} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE ${textmill_test_definitions})
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)  # compiles in two thirds of the time
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${textmill_BINARY_DIR}/tests)
  if(TEXTMILL_UNITY_TESTS)
    textmill_unity(${name} 6 array-bounds stringop-overflow stringop-overread free-nonheap-object use-after-free
                   dangling-pointer)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  textmill_test_properties(${name})
endfunction()

function(textmill_bench name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
  if(NOT BUILD_TESTING OR NOT arg_SOURCES)
    return()
  endif()
  add_executable(bench_${name} EXCLUDE_FROM_ALL ${arg_SOURCES})
  target_link_libraries(bench_${name} PRIVATE ${arg_LINK} benchmark::benchmark_main)
  target_compile_definitions(bench_${name} PRIVATE ${textmill_test_definitions})
  set_target_properties(bench_${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${textmill_BINARY_DIR}/bench)
  add_dependencies(benchmarks bench_${name})
endfunction()
