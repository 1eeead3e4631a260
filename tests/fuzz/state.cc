// Saved states of the bundled stages, with anything in them under right checksums.
#ifdef TEXTMILL_HAS_ARROW
#include "plugins/arrow/write_arrow.h"
#include "plugins/arrow/write_parquet.h"
#endif
#include "plugins/concordance/concordance.h"
#include "plugins/corpus/collocations.h"
#include "plugins/corpus/frequencies.h"
#include "plugins/corpus/keywords.h"
#include "plugins/corpus/matrix.h"
#include "plugins/corpus/topics.h"
#include "plugins/dedup/exact.h"
#include "plugins/dedup/near.h"
#include "plugins/dedup/passages/passages.h"
#include "plugins/documents/merge.h"
#include "plugins/entities/tables/cooccurrence.h"
#include "plugins/entities/tables/link.h"
#include "plugins/group/group.h"
#include "plugins/sample/sample.h"
#include "plugins/sort/sort.h"
#include "plugins/text/lines.h"
#include "plugins/write-annotations/brat.h"
#include "plugins/write-annotations/label_studio.h"
#include "plugins/write-json/json_writer.h"
#include "plugins/write-network/network_writer.h"
#include "plugins/write-sqlite/sqlite_writer.h"
#include "plugins/write-svg/svg_writer.h"
#include "plugins/write-text/text_writer.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/stages.h"
#include "textmill/plugin.hpp"

namespace textmill::fuzz {

// The first byte chooses the stage. python.table is not among them: its state is Python's.
TEXTMILL_FUZZ(state) {
  using testing::Given;
  struct Tried {
    textmill_stage stage;
    testing::GivenParams params;
  };
  static const Tried all[] = {
      {internal::MakeStage<dedup::Exact>(), {}},
      {internal::MakeStage<dedup::Near>(), {}},
      {internal::MakeStage<dedup::Passages>(), {}},
      {internal::MakeStage<corpus::Frequencies>(), {}},
      {internal::MakeStage<group::Group>(), {{"by", "text"}, {"list", "id"}}},
      {internal::MakeStage<sample::Sample>(), {{"number", 2}, {"strata", "text"}}},
      {internal::MakeStage<sort::Sort>(), {{"by", "text"}}},
      {internal::MakeStage<documents::Merge>(), {{"by", "id"}}},
      {internal::MakeStage<text::Lines>(), {{"max_documents", 1}}},
      {internal::MakeStage<corpus::Collocations>(), {{"min_count", 1}}},
      {internal::MakeStage<corpus::Keywords>(),
       {{"target", Given::Fields({{"column", "id"}, {"is", "d0"}})}}},
      {internal::MakeStage<corpus::Topics>(),
       {{"topics", 2}, {"rounds", 2}, {"min_documents", 1}, {"max_share", 1.0}}},
      {internal::MakeStage<corpus::Matrix>(), {{"path", "m.mtx"}}},
      {internal::MakeStage<concordance::Concordance>(), {{"query", "\"a|the\""}, {"sample", 3}}},
      {internal::MakeStage<entities::Cooccurrence>(), {}},
      {internal::MakeStage<entities::Link>(), {}},
      {internal::MakeStage<write_json::JsonArray>(), {{"path", "a.json"}}},
      {internal::MakeStage<write_annotations::Brat>(), {{"path", "brat"}}},
      {internal::MakeStage<write_annotations::LabelStudio>(), {{"path", "l.json"}}},
      {internal::MakeStage<write_network::GraphmlWriter>(),
       {{"path", "n.graphml"}, {"source", "id"}, {"target", "text"}}},
      {internal::MakeStage<write_network::GexfWriter>(),
       {{"path", "n.gexf"}, {"source", "text"}, {"target", "id"}}},
      {internal::MakeStage<write_svg::SvgWriter>(),
       {{"path", "p.svg"}, {"plot", "network"}, {"x", "id"}, {"series", "text"}, {"y", "n"}}},
      {internal::MakeStage<write_svg::SvgWriter>(),
       {{"path", "p.svg"}, {"plot", "lines"}, {"x", "n"}, {"series", "id"}, {"y", "n"}}},
      {internal::MakeStage<write_text::TextWriter>(), {{"path", "t.txt"}}},
      {internal::MakeStage<write_sqlite::SqliteWriter>(), {{"path", "d.sqlite"}}},
#ifdef TEXTMILL_HAS_ARROW
      {internal::MakeStage<arrowfiles::WriteArrow>(), {{"path", "a.arrow"}}},
      {internal::MakeStage<arrowfiles::WriteParquet>(), {{"path", "a.parquet"}}},
#endif
  };
  if (input.empty()) return;
  const Tried& tried = all[static_cast<uint8_t>(input[0]) % std::size(all)];
  RestoreStage(tried.stage, tried.params, input.substr(1));
}

}  // namespace textmill::fuzz
