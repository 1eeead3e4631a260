// A table: counts over the whole corpus, which a writer takes by `from: ID`. Documents pass on
// untouched. This one counts documents by the values of a column.
#include <map>
#include <string>
#include <textmill/textmill.hpp>

namespace {

using namespace textmill;

class Census final : public Transform {
 public:
  Census() {
    Describe("example.census", "1.0.0", "Counts documents by the values of a column.");
    Explain("",
            "- uses: example.census\n"
            "  id: languages\n"
            "  with: { column: lang }\n"
            "- uses: write.csv\n"
            "  from: languages\n"
            "  with: { path: languages.csv }");
    Can(TEXTMILL_COMMITS);
    DocumentTable("census", "The values, in the order of their bytes.",
                  {{"value", "utf8", "what was counted"}, {"documents", "int64", "how often"}});
  }

  Param<ColumnName> column{this, "column", kRequired, "The column whose values are counted."};
  In<Utf8> value{this, column, "what is counted"};

  void Bind(Binder& binder) override {
    binder.Table(StructOf(
        "census", {{"value", Utf8::kFormat, {}, {}}, {"documents", Int64::kFormat, {}, {}}}));
  }

  // What can be done batch by batch is done here, on many threads at once. There is nothing to do.
  void Process(const Batch&, Reply&, Lane*) const override {}

  // One call at a time, in input order: here a stage may remember.
  void Commit(const Batch& batch, const Carried&, Reply&) override {
    for (int64_t row = 0; row < batch.rows(); ++row) ++counts_[std::string(batch[value][row])];
  }

  // The rows of the table, at the end. In order of the values, so that the same corpus always
  // gives the same table.
  bool NextTable(uint32_t, StructBuilder& rows) override {
    if (counts_.empty()) return false;
    for (const auto& [text, count] : counts_) {
      rows.member<BuilderOf<Utf8>>(0).Append(text);
      rows.member<BuilderOf<Int64>>(1).Append(count);
      rows.EndRow();
    }
    counts_.clear();
    return true;
  }

  // What a run that was interrupted needs to go on from here.
  void Save(StateWriter& to) const override {
    to.Put(static_cast<uint64_t>(counts_.size()));
    for (const auto& [text, count] : counts_) {
      to.PutBytes(text);
      to.Put(count);
    }
  }
  void Restore(StateReader& from) override {
    for (auto n = from.Take<uint64_t>(); n > 0; --n) {
      const std::string text = from.TakeBytes();
      counts_[text] = from.Take<int64_t>();
    }
  }

 private:
  std::map<std::string, int64_t> counts_;
};

}  // namespace

TEXTMILL_STAGES("transform example.census census\n");
TEXTMILL_PLUGIN("example-table", "1.0.0", "MIT", Census);
