// Documents as they travel between plans: their columns, and one that says where each came from.
//
// Pure functions; any thread.
#ifndef CORE_LIBRARY_PLACE_H_
#define CORE_LIBRARY_PLACE_H_

#include <vector>

#include "core/pipeline/plan.h"
#include "core/table/batch.h"

namespace textmill::core {

// The columns of documents as they reach step `step`, from 1 on, or leave the last one.
const Schema& DocumentsAt(const Plan& plan, uint32_t step);
// The same as a struct, with their places.
Field PlacedDocuments(const Plan& plan, uint32_t step);

// Batches, one after the other, as such a struct; shares their columns where it is one.
void GiveDocuments(const Schema& schema, std::vector<Batch> batches, ArrowArray* out);

// Takes documents apart into batches, each of neighbours from one unit; leaves `documents`
// released. Fails where they are not of the type, or come from nowhere among `inputs` inputs.
Result<std::vector<Batch>> TakeDocuments(const Plan& plan, uint32_t step, size_t inputs,
                                         const ArrowSchema& schema, ArrowArray* documents);

}  // namespace textmill::core

#endif  // CORE_LIBRARY_PLACE_H_
