# textmill_embed(TARGET NAME BASE FILE...): the files, which are in the folder BASE, become part of TARGET as they
# are, in this order; embedded.h says how one gets at them. The assembler puts them in: a compiler would
# take long over string literals of this size.
function(textmill_embed target name base)
  set(code "#include \"cmake/embedded.h\"\n\nnamespace textmill::embedded {\nstd::span<const File> ${name}();\n}\n\n")
  set(table "")
  set(depends "")
  set(number 0)
  foreach(file IN LISTS ARGN)
    set(symbol textmill_embedded_${name}_${number})
    math(EXPR number "${number} + 1")
    string(APPEND code
      "asm(\".pushsection .rodata\\n.balign 64\\n${symbol}:\\n.incbin \\\"${base}/${file}\\\"\\n\"\n"
      "    \"${symbol}_end:\\n.byte 0\\n.popsection\\n\");\n"
      "extern \"C\" __attribute__((visibility(\"hidden\"))) const char ${symbol}[], ${symbol}_end[];\n")
    string(APPEND table
      "      {\"${file}\", {${symbol}, static_cast<size_t>(${symbol}_end - ${symbol})}},\n")
    list(APPEND depends ${base}/${file})
  endforeach()
  string(APPEND code
    "\nstd::span<const textmill::embedded::File> textmill::embedded::${name}() {\n"
    "  static const File files[] = {\n${table}  };\n  return files;\n}\n")
  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded_${name}.cc)
  file(CONFIGURE OUTPUT ${source} CONTENT "${code}" @ONLY)
  # With -flto the assembler's part and the code that speaks of it would be parted.
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${depends}" COMPILE_OPTIONS -fno-lto)
  target_sources(${target} PRIVATE ${source})
endfunction()
