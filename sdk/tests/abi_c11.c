/* abi.h as C11, before all else, and its layout as a C compiler sees it. */
#include <textmill/abi.h>

#define SIZE(type, bytes) _Static_assert(sizeof(struct type) == bytes, #type " has changed")
#define FIELD(type, field, offset) \
  _Static_assert(offsetof(struct type, field) == offset, #type "." #field " has moved")
#define VALUE(name, value) _Static_assert(name == value, #name " has changed")

#include <stddef.h>

#include "abi_layout.inc"

/* Arrow's own headers may be there as well: the second definition must be left out. */
#ifndef ARROW_C_DATA_INTERFACE
#error "the guard that the Arrow specification asks for is missing"
#endif

/* What C and C++ call the same must be the same: a test in C++ calls these. */
const char* AbiMagicInC(void);
const char* AbiMagicInC(void) { return TEXTMILL_ABI_MAGIC; }
size_t AbiPluginSizeInC(void);
size_t AbiPluginSizeInC(void) { return sizeof(textmill_plugin); }
