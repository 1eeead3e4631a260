// The look at a plugin's file before any of it runs.
#include "core/plugin/elf_header.h"

#include "tests/fuzz/fuzz.h"

namespace textmill::fuzz {

TEXTMILL_FUZZ(elf_header) {
  const core::Status status = core::CheckElf(input);
  if (!status) Expect(!status.error().ToString().empty(), "a refusal has a reason");
  (void)core::DefinedSymbols(input);
  (void)core::BuildId(input);
}

}  // namespace textmill::fuzz
