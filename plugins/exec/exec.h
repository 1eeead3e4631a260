// The stage `exec`: any program as a step, JSON Lines in and out, a line a document.
#ifndef PLUGINS_EXEC_EXEC_H_
#define PLUGINS_EXEC_EXEC_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/exec/conversation.h"
#include "textmill/textmill.hpp"

namespace textmill::exec {

class Exec final : public Transform {
 public:
  Exec();
  Param<std::vector<std::string>> command{
      this, "command", kRequired,
      "The program and its arguments, each an item of the list. No shell reads them."};
  Param<std::vector<ColumnName>> columns{
      this, "columns", kOptional, "The columns that the program is given; all, unless given."};
  Param<Map<std::string>> makes{
      this, "makes", kOptional,
      "The columns that the program gives back, with their types: `string`, `int`, `float`, "
      "`bool`, "
      "`timestamp`, `list<string>`, `\"list<{name: string, age: int}>\"`."};
  Param<Duration> timeout{this, "timeout", Duration{60'000'000'000},
                          "How long to wait for the next answer.", Range{0.001, 86400 * 7}};
  Param<Size> max_line_bytes{this, "max_line_bytes", Size{64 << 20}, "A longer answer fails.",
                             Range{1024, 1 << 30}};
  Param<Choice> lifetime{
      this,
      "lifetime",
      {"run", "batch"},
      "`run`: a process for each thread, that lives through the run and answers each line at once. "
      "`batch`: one for each batch, that may answer when its input ends."};
  Reason program{this, "program"};
  Detail<Utf8> why{this, "why", "what the program gave as `_drop`"};

  void Bind(Binder& binder) override;
  void Open(const textmill_open_request&) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;
  std::string Notes() const override;
  std::vector<AccountNumber> Account() const override;

 private:
  struct OneLane;

  Terms terms_;
  std::vector<Field> given_, made_;
  std::vector<int> given_slots_, made_slots_;
};

}  // namespace textmill::exec

#endif  // PLUGINS_EXEC_EXEC_H_
