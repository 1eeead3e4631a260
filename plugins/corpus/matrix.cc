#include "plugins/corpus/matrix.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <utility>

#include "plugins/lib/values/saved_count.h"

namespace textmill::corpus {
namespace {

constexpr size_t kWriteAtOnce = size_t{1} << 20;

// A name on a line of its own: what would break the line is written as in JSON.
void AppendName(std::string_view name, std::string* to) {
  for (const char c : name) {
    if (c == '\t') {
      to->append("\\t");
    } else if (c == '\n') {
      to->append("\\n");
    } else if (c == '\r') {
      to->append("\\r");
    } else {
      to->push_back(c);
    }
  }
}

template <class T>
void AppendNumber(T n, std::string* to) {
  char digits[40];
  to->append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
}

}  // namespace

struct Matrix::Scratch final : Lane {
  TermChoice::Scratch reading;
  BatchTerms batch;
  std::string ids;
};

Matrix::Matrix() : choice_(this, true) {
  Describe(
      "corpus.matrix", "1.0.0",
      "Writes a matrix of documents by terms, counts or tf-idf, in the format of Matrix Market "
      "with its vocabulary.");
  Explain(
      "What programs for statistics and machine learning read (`scipy.io.mmread`, R's "
      "`Matrix::readMM`): a row is a document, a column a term, and what is not there is zero. The "
      "columns are in the order of the terms' bytes. `terms.tsv` has a line for each column: the "
      "term, how often it occurs, and in how many documents; `documents.tsv` a line for each row: "
      "the document's id. The formulas of the weights are in "
      "[docs/corpus-analysis.md](../corpus-analysis.md).\n"
      "\n"
      "A term that is in all documents has a `tf_idf` and `tf_idf_log2` of zero, so no values.",
      "- uses: corpus.matrix\n"
      "  with: { path: out/matrix.mtx, weight: tf_idf, min_documents: 2 }\n");
  DocumentNeed("text", "any", "the text, or with `of: column` the values");
}

void Matrix::Bind(Binder& binder) {
  if (choice_.ngrams()) {
    throw Error("a matrix of n-grams is not made yet")
        .Parameter("of")
        .Hint("Words, and the values of a column, are.");
  }
  choice_.Bind(binder, {});
  counts_.Start({1}, 0);
  std::string stem = path_->value, packed;
  for (const char* ending : {".gz", ".zst"}) {
    if (stem.size() > 4 && stem.ends_with(ending)) {
      packed = ending;
      stem.resize(stem.size() - packed.size());
    }
  }
  if (stem.ends_with(".mtx")) stem.resize(stem.size() - 4);
  if (path_->value == "-")
    throw Error("a matrix is three files, and cannot be written to standard output")
        .Parameter("path");
  matrix_ = binder.Output(path_->value);
  vocabulary_ = binder.Output(stem + ".terms.tsv" + packed);
  documents_ = binder.Output(stem + ".documents.tsv" + packed);
}

void Matrix::Open(const textmill_open_request& request) {
  choice_.Open();
  log_.Open(kLogMemory, request.work_folder);
}

std::unique_ptr<Lane> Matrix::NewLane() const { return std::make_unique<Scratch>(); }

void Matrix::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  Scratch& scratch = static_cast<Scratch&>(*lane);
  scratch.batch.Clear();
  scratch.ids.clear();
  const auto ids = batch[id_];
  for (int64_t row = 0; row < batch.rows(); ++row) {
    scratch.batch.Begin("");
    reply.Count(too_long_, choice_.Read(batch, row, scratch.reading, scratch.batch));
    AppendName(ids[row], &scratch.ids);
    scratch.ids += '\n';
  }
  reply[terms_].Append(scratch.batch.Pack());
  reply[ids_].Append(scratch.ids);
}

void Matrix::Commit(const Batch& batch, const Carried& carried, Reply& reply) {
  for (int64_t i = 0; i < carried.rows(); ++i) {
    corpus_.Take(carried[terms_][i], &stream_);
    counts_.Add(stream_);
    log_.Append(stream_);
    Write(documents_, carried[ids_][i]);
  }
  n_documents_ += static_cast<uint64_t>(batch.rows());
  reply.Count(rows_, batch.rows());
  ReportMemory();
}

void Matrix::ReportMemory() {
  reported_memory_.Set(host(), corpus_.terms.memory() + counts_.memory() + log_.memory());
}

void Matrix::Save(StateWriter& to) const {
  SaveTerms(corpus_, to);
  counts_.Save(to);
  log_.Save(to);
  to.Put(n_documents_);
}

void Matrix::MergeState(StateReader& later) {
  const Renumbering numbers = MergeTerms(later, &corpus_);
  counts_.Merge(later, numbers);
  log_.Merge(later, numbers);
  n_documents_ = values::TakeCount(later, n_documents_);
  ReportMemory();
}

// Numbers the terms that stay, and writes them down; `values` is how many the matrix will have.
std::vector<Matrix::Column> Matrix::ChooseColumns(uint64_t* values) {
  const NgramTable& table = counts_.table(0);
  const double n = static_cast<double>(n_documents_);
  std::vector<uint32_t> order(table.size());
  std::iota(order.begin(), order.end(), 0);
  std::erase_if(order, [&](uint32_t entry) {
    return table.count(entry) < static_cast<uint64_t>(min_count_.get()) ||
           table.documents(entry) < static_cast<uint64_t>(min_documents_.get()) ||
           static_cast<double>(table.documents(entry)) > max_share_ * n;
  });
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return corpus_.terms[table.terms(a)[0]] < corpus_.terms[table.terms(b)[0]];
  });
  std::vector<Column> columns(corpus_.terms.size());
  std::string lines;
  *values = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    const uint32_t entry = order[i], term = table.terms(entry)[0];
    const double df = table.documents(entry);
    Column& column = columns[term];
    column.number = static_cast<uint32_t>(i + 1);
    column.idf = weight_ == "tf_idf"          ? std::log10(n / df)
                 : weight_ == "tf_idf_smooth" ? std::log((1 + n) / (1 + df)) + 1
                 : weight_ == "tf_idf_log2"   ? std::log2(n / df)
                                              : 1;
    if (column.idf != 0) *values += table.documents(entry);
    AppendName(corpus_.terms[term], &lines);
    lines += '\t';
    AppendNumber(table.count(entry), &lines);
    lines += '\t';
    AppendNumber(table.documents(entry), &lines);
    lines += '\n';
    if (lines.size() > kWriteAtOnce) {
      Write(vocabulary_, lines);
      lines.clear();
    }
  }
  Write(vocabulary_, lines);
  return columns;
}

void Matrix::Finish() {
  uint64_t values = 0;
  const std::vector<Column> columns = ChooseColumns(&values);
  const auto width = std::count_if(columns.begin(), columns.end(),
                                   [](const Column& column) { return column.number > 0; });
  std::string head = "%%MatrixMarket matrix coordinate ";
  head += weight_ == "count" ? "integer" : "real";
  head += " general\n";
  AppendNumber(n_documents_, &head);
  head += ' ';
  AppendNumber(width, &head);
  head += ' ';
  AppendNumber(values, &head);
  Write(matrix_, head + "\n");
  WriteRows(columns);
}

void Matrix::WriteRows(const std::vector<Column>& columns) {
  const bool normed = weight_ == "tf_idf_smooth" || weight_ == "tf_idf_log2";
  std::string lines;
  uint64_t row = 0;
  struct Cell {
    uint32_t column;
    double idf, count;
  };
  std::vector<uint64_t> in_document;  // of each word: its column, and the term in the lower half
  std::vector<Cell> cells;
  log_.Each([&](std::span<const uint32_t> stream) {
    EachDocument(stream, [&](uint32_t, std::span<const uint32_t> document) {
      ++row;
      in_document.clear();
      for (const uint32_t term : document) {
        if (term >= kFirstMark || columns[term].number == 0 || columns[term].idf == 0) continue;
        in_document.push_back(uint64_t{columns[term].number} << 32 | term);
      }
      std::sort(in_document.begin(), in_document.end());
      cells.clear();
      for (const uint64_t word : in_document) {
        const auto column = static_cast<uint32_t>(word >> 32), term = static_cast<uint32_t>(word);
        if (cells.empty() || cells.back().column != column)
          cells.push_back({column, columns[term].idf, 0});
        ++cells.back().count;
      }
      double length = 0;
      for (const Cell& cell : cells) {
        const double value = cell.count * cell.idf;
        length += value * value;
      }
      length = normed ? std::sqrt(length) : 1;
      for (const Cell& cell : cells) {
        AppendNumber(row, &lines);
        lines += ' ';
        AppendNumber(cell.column, &lines);
        lines += ' ';
        if (weight_ == "count") {
          AppendNumber(static_cast<uint64_t>(cell.count), &lines);
        } else {
          AppendNumber(cell.count * cell.idf / length, &lines);
        }
        lines += '\n';
      }
      if (lines.size() > kWriteAtOnce) {
        Write(matrix_, lines);
        lines.clear();
      }
    });
    return !Cancelled();
  });
  Write(matrix_, lines);
}

}  // namespace textmill::corpus
