#include "core/run/spool.h"

#include <fcntl.h>
#include <unistd.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "core/table/serialize.h"
#include "textmill/view.hpp"

namespace textmill::core {
namespace {

constexpr size_t kMemory = 64 << 20;
// A payload repeats the text of its batch: the window must reach from one to the other.
constexpr int kWindowLog = 23;

Error Broken(const std::string& what) {
  return {"a batch that was put away cannot be read again: " + what, "", ErrorKind::kIo};
}

Error Io(const std::string& folder, const std::string& what) {
  return {"cannot " + what + " a temporary file in " + folder + ": " + std::strerror(errno),
          "documents wait there while a step looks at all of them; name a folder with more room by "
          "--work-folder or TMPDIR",
          ErrorKind::kIo};
}

}  // namespace

Spool::~Spool() {
  if (file_ >= 0) close(file_);
}

std::string Spool::Pack(const Schema& schema, const Batch& batch) {
  Buffer plain;
  PutValue(batch.rows, &plain);
  textmill_unit unit = batch.unit->raw;
  std::string_view payload;
  if (unit.payload.release != nullptr) payload = BytesView(&unit.payload, 0, 1)[0];
  const bool has_payload = unit.payload.release != nullptr;
  unit.payload = {};
  PutValue(unit, &plain);
  PutValue(has_payload, &plain);
  PutValue<uint64_t>(payload.size(), &plain);
  plain.Append(payload.data(), payload.size());
  plain.Append(batch.origins.data(), batch.origins.size() * sizeof(Origin));
  for (size_t c = 0; c < schema.size(); ++c) Serialize(schema[c], *batch.columns[c], &plain);

  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                     ZSTD_freeCCtx);
  if (context == nullptr) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, 1);
  if (!payload.empty()) ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, kWindowLog);
  std::string block(ZSTD_compressBound(plain.size()), '\0');
  const size_t packed =
      ZSTD_compress2(context.get(), block.data(), block.size(), plain.data(), plain.size());
  if (ZSTD_isError(packed)) throw std::bad_alloc();  // nothing else can go wrong here
  block.resize(packed);
  return block;
}

Result<Batch> Spool::Unpack(const Schema& schema, const std::string& block) {
  const unsigned long long size = ZSTD_getFrameContentSize(block.data(), block.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
    return Broken("it is damaged");
  std::string plain(size, '\0');
  const size_t got = ZSTD_decompress(plain.data(), plain.size(), block.data(), block.size());
  if (ZSTD_isError(got) || got != size) return Broken(ZSTD_getErrorName(got));

  std::string_view rest = plain;
  Batch batch;
  batch.rows = TakeValue<int64_t>(&rest);
  auto raw = TakeValue<textmill_unit>(&rest);
  const bool has_payload = TakeValue<bool>(&rest);
  const auto payload = TakeValue<uint64_t>(&rest);
  if (has_payload) {
    BytesBuilder builder;
    builder.Append(rest.substr(0, payload));
    builder.Finish(&raw.payload);
  }
  rest.remove_prefix(payload);
  batch.unit = std::make_shared<Unit>(raw);
  batch.origins.resize(static_cast<size_t>(batch.rows));
  std::memcpy(batch.origins.data(), rest.data(), batch.origins.size() * sizeof(Origin));
  rest.remove_prefix(batch.origins.size() * sizeof(Origin));
  for (const Field& field : schema) batch.columns.push_back(Deserialize(field, &rest));
  return batch;
}

Status Spool::Append(std::string block) {
  if (file_ < 0 && in_memory_ + block.size() <= kMemory) {
    in_memory_ += block.size();
    blocks_.push_back(std::move(block));
    return {};
  }
  return Spill(block);
}

Status Spool::Spill(const std::string& block) {
  if (file_ < 0) {
    std::string path = folder_ + "/spool-XXXXXX";
    file_ = mkostemp(path.data(), O_CLOEXEC);
    if (file_ < 0) return Io(folder_, "make");
    unlink(path.c_str());
  }
  for (size_t done = 0; done < block.size();) {
    const ssize_t n = write(file_, block.data() + done, block.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Io(folder_, "write");
    done += static_cast<size_t>(n);
  }
  in_file_.push_back(block.size());
  return {};
}

Result<bool> Spool::Next(std::string* block) {
  if (!blocks_.empty()) {
    *block = std::move(blocks_.front());
    blocks_.pop_front();
    return true;
  }
  if (in_file_.empty()) return false;
  block->resize(in_file_.front());
  in_file_.pop_front();
  for (size_t done = 0; done < block->size();) {
    const ssize_t n = pread(file_, block->data() + done, block->size() - done,
                            static_cast<off_t>(read_at_ + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Io(folder_, "read");
    if (n == 0) return Broken("its file is too short");
    done += static_cast<size_t>(n);
  }
  read_at_ += block->size();
  return true;
}

}  // namespace textmill::core
