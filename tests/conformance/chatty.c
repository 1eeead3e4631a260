/* Shows a symbol beside its one. */
#include "../../core/plugin/testdata/plugin.c"

__attribute__((visibility("default"))) int another_symbol(void) { return 1; }
