// What Arrow says went wrong, as Errors of ours. Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_ARROW_ARROW_RESULT_H_
#define TEXTMILL_PLUGINS_ARROW_ARROW_RESULT_H_

#include <arrow/result.h>
#include <arrow/status.h>

#include <string>
#include <utility>

#include "textmill/error.hpp"

namespace textmill::arrowfiles {

// A sentence without Arrow's own places in it.
std::string MessageOf(const arrow::Status& status);

// Throws Error unless all is well.
inline void Check(const arrow::Status& status) {
  if (status.ok()) return;
  throw Error(MessageOf(status),
              status.IsOutOfMemory() ? int32_t{TEXTMILL_NO_MEMORY} : int32_t{TEXTMILL_ERROR});
}

template <class T>
T Take(arrow::Result<T> result) {
  Check(result.status());
  return std::move(result).ValueUnsafe();
}

// Calls `call`; whatever Arrow throws in it becomes an Error.
template <class Call>
auto Guarded(Call&& call) {
  try {
    return call();
  } catch (const Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    throw Error(MessageOf(arrow::Status::Invalid(error.what())));
  }
}

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_ARROW_RESULT_H_
