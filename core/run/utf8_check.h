// Text that a plugin made is checked before anybody else sees it.
#ifndef CORE_RUN_UTF8_CHECK_H_
#define CORE_RUN_UTF8_CHECK_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/table/column.h"

namespace textmill::core {

// The rows in which text of `columns`, in lists and structs too, is not valid UTF-8, ascending,
// each once, with a sentence that names the column and the first bad byte.
std::vector<std::pair<int32_t, std::string>> FindInvalidUtf8(const Schema& fields,
                                                             const std::vector<Array>& columns);

}  // namespace textmill::core

#endif  // CORE_RUN_UTF8_CHECK_H_
