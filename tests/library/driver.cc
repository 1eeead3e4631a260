#include "tests/library/driver.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace textmill::tests {
namespace {

bool Replays(const textmill_step_info& step) { return (step.flags & TEXTMILL_REPLAYS) != 0; }

// For each document the first one that it is connected to.
std::vector<size_t> Connected(const std::vector<std::vector<uint64_t>>& keys) {
  std::vector<size_t> of(keys.size());
  std::iota(of.begin(), of.end(), 0);
  const auto root = [&](size_t at) {
    while (of[at] != at) at = of[at] = of[of[at]];
    return at;
  };
  std::unordered_map<uint64_t, size_t> first;
  for (size_t at = 0; at < keys.size(); ++at) {
    for (const uint64_t key : keys[at]) {
      const size_t a = root(first.emplace(key, at).first->second), b = root(at);
      of[std::max(a, b)] = std::min(a, b);
    }
  }
  for (size_t at = 0; at < of.size(); ++at) of[at] = root(at);
  return of;
}

void Release(textmill_unit* unit) {
  if (unit->payload.release != nullptr) unit->payload.release(&unit->payload);
}

}  // namespace

Driver::Driver(const Options& options, size_t places, uint64_t unit_bytes)
    : options_(options), places_(places), unit_bytes_(unit_bytes) {}

void Driver::Run() {
  Place whole(options_);
  steps_ = whole.Steps();
  for (const textmill_step_info& step : steps_) ids.push_back(step.id);
  documents_.resize(places_);
  for (const textmill_segment& segment : whole.Segments()) {
    static constexpr const char* kHow[] = {"freely", "merge", "partition", "whole"};
    segments.push_back(std::to_string(segment.first) + "-" + std::to_string(segment.last) + " " +
                       kHow[segment.split]);
    if (segment.split == TEXTMILL_SPLIT_PARTITION)
      Partition(segment.first);
    else if (segment.split == TEXTMILL_SPLIT_WHOLE)
      Whole(segment.first);
    else
      Stretches(segment);
  }
  const auto planned = whole.Outputs();
  for (auto& [output, written] : written_) {
    std::string& bytes = outputs[planned[output].path] = written.begin;
    for (const auto& [at, rows] : written.rows) bytes += rows;
    bytes += written.end;
  }
  for (std::vector<Line>& lines : removed_) {
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
      return std::lexicographical_compare(a.key, a.key + 5, b.key, b.key + 5);
    });
  }
  for (const Line& line : removed_[TEXTMILL_DROPPED]) dropped += line.line;
  for (const Line& line : removed_[TEXTMILL_FAILED]) failed += line.line;
}

int64_t Driver::Total(uint32_t what) const {
  int64_t n = 0;
  for (const auto& [key, count] : counts) n += std::get<1>(key) == what ? count : 0;
  return n;
}

// Moves out what came of a place. Places are taken in input order; `at`: see Written.
void Driver::Take(Place* place, size_t at) {
  const size_t n = place->Outputs().size();
  for (size_t i = 0; i < n; ++i) {
    Written& written = written_[i];
    const std::string begin = place->TakeOutput(i, TEXTMILL_AT_BEGIN);
    if (!written.any) written.begin = begin;
    const std::string rows = place->TakeOutput(i, TEXTMILL_AT_ROWS),
                      end = place->TakeOutput(i, TEXTMILL_AT_END);
    written.any = written.any || !begin.empty() || !rows.empty() || !end.empty();
    written.rows[at] += rows;
    written.end = end.empty() ? written.end : end;
  }
  for (const uint32_t what : {TEXTMILL_DROPPED, TEXTMILL_FAILED}) {
    for (Line& line : place->TakeRemoved(what)) removed_[what].push_back(std::move(line));
  }
  taken_rows_ = 0;
  for (const Place::Count& count : place->TakeAccount()) {
    const std::string name = count.group.empty() ? count.name : count.group + ": " + count.name;
    counts[{count.step, count.what, name}] += count.n;
    if (count.what == TEXTMILL_COUNT_PASS_0) taken_rows_ = count.n;
  }
}

// Each place reads some pieces that follow each other. What is told of the inputs while it passes
// over those of the places before it is theirs to tell.
void Driver::Read(Place* place, size_t stretch) {
  if (pieces_ == 0) {
    Place cutter(options_);
    cutter.Begin(0, 0);
    for (textmill_unit unit; cutter.NextUnit(unit_bytes_, &unit); ++pieces_) Release(&unit);
  }
  textmill_unit unit;
  const size_t begin = stretch * pieces_ / places_, end = (stretch + 1) * pieces_ / places_;
  for (size_t i = 0; i < begin; ++i) {
    place->NextUnit(unit_bytes_, &unit);
    Release(&unit);
  }
  for (const uint32_t what : {TEXTMILL_DROPPED, TEXTMILL_FAILED}) place->TakeRemoved(what);
  place->TakeAccount();
  for (size_t i = begin; i < end; ++i) {
    if (place->NextUnit(unit_bytes_, &unit)) place->Read(&unit, &arrays_, &documents_[stretch]);
  }
  if (end == pieces_) place->NextUnit(unit_bytes_, &unit);  // inputs after the last piece
}

void Driver::Stretches(const textmill_segment& segment) {
  const auto merged = [&](uint32_t step) {
    return steps_[step].split == TEXTMILL_SPLIT_MERGE && steps_[step].table_of < 0;
  };
  const bool resumes = segment.first != segment.last && Replays(steps_[segment.first]);
  const bool rehearses =
      Replays(steps_[segment.last]) && !(resumes && segment.first == segment.last);
  const bool only_second = segment.first == segment.last && merging_.count(segment.first) > 0;
  int64_t rows_before = 0;
  for (size_t k = 0; k < places_; ++k) {
    Place place(options_);
    place.Begin(segment.first, segment.last);
    if (resumes || only_second) {
      place.Restore(segment.first, merging_[segment.first].after_pass_0);
      place.BeginAt(segment.first, rows_before);
      rows_before += merging_[segment.first].rows[k];
    }
    if (segment.first == 0) {
      Read(&place, k);
    } else {
      Documents out;
      place.Process(documents_[k], &arrays_, &out);
      documents_[k] = std::move(out);
    }
    for (uint32_t step = segment.first; step <= segment.last; ++step) {
      if (steps_[step].table_of >= 0) continue;
      if (!merged(step))
        place.Finish(step);
      else if (!((resumes || only_second) && step == segment.first))
        merging_[step].states.push_back(place.Save(step));
    }
    Take(&place, 2 * k + 1);
    if (rehearses && !only_second) merging_[segment.last].rows.push_back(taken_rows_);
  }
  for (uint32_t step = segment.first; step <= segment.last; ++step) {
    if (merged(step)) MergeStep(step, step == segment.last && rehearses && !only_second);
  }
}

// One place takes in what all others remember of a step.
void Driver::MergeStep(uint32_t step, bool ends_pass_0) {
  Merging& merging = merging_[step];
  Place place(options_);
  place.Begin(step, step);
  if (!merging.after_pass_0.empty()) {
    place.Restore(step, merging.after_pass_0);
    place.BeginAt(step, std::accumulate(merging.rows.begin(), merging.rows.end(), int64_t{0}));
  } else {
    place.Restore(step, merging.states[0]);
    for (size_t i = 0; i < place.Outputs().size(); ++i) place.TakeOutput(i, TEXTMILL_AT_BEGIN);
    for (size_t k = 1; k < merging.states.size(); ++k) {
      place.Merge(step, merging.states[k]);
      Take(&place, 2 * k);
    }
  }
  if (ends_pass_0) {
    place.EndOfPass(step);
    merging.after_pass_0 = place.Save(step);
  } else {
    place.Finish(step);
  }
  Take(&place, 2 * places_);
}

Documents Driver::All() const {
  Documents all;
  for (const Documents& some : documents_) all.insert(all.end(), some.begin(), some.end());
  for (size_t i = 0; i < all.size(); ++i) all[i].row = static_cast<int64_t>(i);
  return all;
}

// Documents that are numbered go back to stretches.
void Driver::Share(Documents documents) {
  std::stable_sort(documents.begin(), documents.end(),
                   [](const Document& a, const Document& b) { return a.row < b.row; });
  for (Documents& some : documents_) some.clear();
  for (size_t i = 0; i < documents.size(); ++i)
    documents_[i * places_ / documents.size()].push_back(documents[i]);
}

// All documents through both passes of a step.
void Driver::Alone(Place* place, uint32_t step, const Documents& documents, Documents* out) {
  place->Begin(step, step);
  Documents again;
  place->Process(documents, &arrays_, Replays(steps_[step]) ? &again : out);
  if (Replays(steps_[step])) {
    place->EndOfPass(step);
    place->Process(again, &arrays_, out);
  }
  place->Finish(step);
  Take(place, 2 * places_);
}

void Driver::Partition(uint32_t step) {
  const Documents all = All();
  std::vector<size_t> connected;
  {
    Place place(options_);
    place.Begin(step, step);
    connected = Connected(place.Keys(step, all));
  }
  Documents out;
  for (size_t part = 0; part < places_; ++part) {
    Documents some;
    for (size_t i = 0; i < all.size(); ++i) {
      if (connected[i] % places_ == part) some.push_back(all[i]);
    }
    Place place(options_);
    Alone(&place, step, some, &out);
  }
  Share(std::move(out));
}

void Driver::Whole(uint32_t step) {
  Place place(options_);
  Documents out;
  Alone(&place, step, All(), &out);
  Share(std::move(out));
}

}  // namespace textmill::tests
