// The types that one writes after `types:`, as Arrow's types.
//
//     string  int  float  bool  timestamp     one value
//     utf8  int64  float64                    the first three, as `textmill explain` shows them
//     list<string>                            a list
//     {name: string, age: int}                an object whose members are these
//     list<{name: string, age: int}>          a list of objects
//     entities                                what entities.tag makes
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_IO_TYPE_NAME_H_
#define TEXTMILL_PLUGINS_IO_TYPE_NAME_H_

#include <string>
#include <string_view>

#include "textmill/type.hpp"

namespace textmill::io {

// kAll: also uint8, int32, uint32, uint64, float32 and binary, which records of text do not have,
// but files of columns do.
enum class TypeWords { kRecords, kAll };

// Throws Error, with what may be written, where the text names no type.
Field TypeNamed(std::string_view text, TypeWords words = TypeWords::kRecords);

// The text that names a type, for TypeNamed with kAll; "" where there is none.
std::string NameOfType(const Field& type);

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_TYPE_NAME_H_
