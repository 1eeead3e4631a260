// The report of one run or more as a page of HTML: one file that needs nothing else, drawn by the
// script in it. One thread at a time.
#ifndef CORE_REPORT_PAGE_H_
#define CORE_REPORT_PAGE_H_

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace textmill::core {

// {"summary": SummaryJson, "corpus": Observed::Json or null}
std::string ReportedRun(std::string_view summary, std::string_view corpus);

std::string ReportPage(const std::vector<std::string>& runs);

// Whether a page may be written there unasked: over nothing, or over another page, but never over
// what may be a corpus.
bool MayBePage(const std::string& path);

// Under its name when it is complete and synced; a file of that name is replaced. "-": standard
// output.
Status WriteReport(const std::string& path, const std::string& page);

}  // namespace textmill::core

#endif  // CORE_REPORT_PAGE_H_
