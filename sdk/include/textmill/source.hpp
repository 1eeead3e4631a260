// Readers: derive from Source.
//
// Reading has two halves. NextUnit runs one call at a time and cuts the inputs, in order, into
// units that begin and end with a record; it does little more than find the cuts. ReadUnit runs on
// many threads at once and turns a unit into documents.
#ifndef TEXTMILL_SOURCE_HPP_
#define TEXTMILL_SOURCE_HPP_

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stage.hpp"

namespace textmill {

struct Input {
  std::string path;    // file or address; "-": standard input
  int64_t bytes = -1;  // as stored; -1: unknown
};

// See textmill_unit.
struct Unit {
  uint32_t input = 0;
  uint32_t flags = 0;
  uint64_t begin = 0, end = 0;
  uint64_t consumed = 0;
  bool has_payload = false;
  Buffer payload;  // the bytes, where they cannot be read again by position
};

// Throw it from NextUnit: the rest of the current input cannot be read; the next call goes on with
// the next input.
class InputFailed : public Error {
 public:
  InputFailed(std::string message, uint32_t input, uint64_t offset)
      : Error(std::move(message), TEXTMILL_INPUT_FAILED), input_(input), offset_(offset) {}
  uint32_t input() const { return input_; }
  uint64_t offset() const { return offset_; }

 private:
  uint32_t input_;
  uint64_t offset_;
};

// A unit as ReadUnit sees it.
class UnitView {
 public:
  explicit UnitView(const textmill_unit& unit) : unit_(unit) {}
  uint32_t input() const { return unit_.input; }
  uint32_t flags() const { return unit_.flags; }
  uint64_t begin() const { return unit_.begin; }
  uint64_t end() const { return unit_.end; }
  bool has_payload() const { return unit_.payload.release != nullptr; }
  const textmill_unit& raw() const { return unit_; }
  // 64 bytes after it may be read.
  std::string_view payload() const { return BytesView(&unit_.payload, 0, unit_.payload.length)[0]; }

 private:
  const textmill_unit& unit_;
};

// The documents of a unit. For each: append to all columns, then call Document; or Fail.
class Rows {
 public:
  explicit Rows(const StageBase& stage)
      : columns_(stage.fields(Part::kColumns)),
        origins_(OriginField()),
        failures_(FailureField()) {}

  template <class Tag>
  BuilderOf<Tag>& operator[](const Out<Tag>& field) {
    return static_cast<BuilderOf<Tag>&>(At(field.slot()));
  }
  Builder& At(int slot) { return columns_.any_member(static_cast<size_t>(slot)); }
  // Ends a document whose record begins at `offset` of the decompressed input.
  void Document(uint64_t offset, uint64_t length) {
    columns_.EndRow();
    Place(origins_, offset, length);
    origins_.EndRow();
  }
  // A record that is not a document. Nothing of it may be in the columns.
  void Fail(uint64_t offset, uint64_t length, std::string_view message,
            uint8_t kind = TEXTMILL_FAILED_DOCUMENT) {
    Place(failures_, offset, length);
    failures_.member<BytesBuilder>(2).Append(message);
    failures_.member<BuilderOf<UInt8>>(3).Append(kind);
    failures_.EndRow();
  }
  void Export(textmill_rows* out) {
    columns_.Finish(&out->columns);
    origins_.Finish(&out->origins);
    if (failures_.size() > 0) failures_.Finish(&out->failures);
  }

  static Field OriginField() {
    return StructOf("", {{"offset", "L", {}, {}}, {"length", "L", {}, {}}});
  }
  static Field FailureField() {
    Field field = OriginField();
    field.children.push_back({"message", "u", {}, {}});
    field.children.push_back({"kind", "C", {}, {}});
    return field;
  }

 private:
  static void Place(StructBuilder& to, uint64_t offset, uint64_t length) {
    to.member<BuilderOf<UInt64>>(0).Append(offset);
    to.member<BuilderOf<UInt64>>(1).Append(length);
  }
  StructBuilder columns_, origins_, failures_;
};

class Source : public StageBase {
 public:
  // Which inputs there are, in order. May look at folders, but opens no file. Throws when there are
  // none.
  virtual const std::vector<Input>& ListInputs() = 0;
  // False at the end of the last input.
  virtual bool NextUnit(uint64_t want_bytes, Unit& unit) = 0;
  virtual void ReadUnit(const UnitView& unit, Rows& rows, Lane* lane) const = 0;
  // Appends the bytes of one record as they are in the input.
  virtual void ReadRecord(const UnitView& unit, uint64_t offset, uint64_t length,
                          Buffer& bytes) const = 0;

 protected:
  Source() : StageBase(TEXTMILL_SOURCE, 0) {}
};

}  // namespace textmill

#endif  // TEXTMILL_SOURCE_HPP_
