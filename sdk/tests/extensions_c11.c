/* Extensions as C11, before all else, and their layout as a C compiler sees it. */
#include <stddef.h>
#include <textmill/extensions.h>
#include <textmill/isolate.h>
#include <textmill/kept.h>
#include <textmill/wanted.h>

#define SIZE(type, bytes) _Static_assert(sizeof(struct type) == bytes, #type " has changed")
#define FIELD(type, field, offset) \
  _Static_assert(offsetof(struct type, field) == offset, #type "." #field " has moved")
#define VALUE(name, value) _Static_assert(name == value, #name " has changed")

#include "extensions_layout.inc"
