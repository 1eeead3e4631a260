#include "core/run/spool.h"

#include <fcntl.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
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
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
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

Result<std::unique_ptr<Spool>> Spool::Make(const std::string& path) {
  auto spool = std::make_unique<Spool>("");
  spool->path_ = path;
  unlink(path.c_str());
  spool->file_ = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (spool->file_ < 0) return spool->Failed("make");
  return spool;
}

Result<std::unique_ptr<Spool>> Spool::Resume(const std::string& path, const FileCut& cut,
                                             uint64_t read) {
  auto spool = std::make_unique<Spool>("");
  spool->path_ = path;
  spool->file_ = open(path.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC);
  if (spool->file_ < 0) return spool->Failed("open");
  Status status = CheckCut(spool->file_, cut, path);
  if (status) status = CutBack(spool->file_, cut, path);
  if (!status) return status.error();
  spool->end_ = cut.bytes;
  spool->read_at_ = std::min(read, cut.bytes);
  return spool;
}

Error Spool::Failed(const std::string& what) const {
  return {"cannot " + what + " " + Name() + ": " + std::strerror(errno),
          path_.empty() ? "documents wait there while a step looks at all of them; name a folder "
                          "with more room by --work-folder or TMPDIR"
                        : "documents wait there while a step looks at all of them",
          ErrorKind::kIo};
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
    if (file_ < 0) return Failed("make");
    unlink(path.c_str());
  }
  const uint64_t size = block.size();
  Status status = WriteAll({reinterpret_cast<const char*>(&size), sizeof size});
  if (status) status = WriteAll(block);
  end_ += sizeof size + size;
  return status;
}

Status Spool::WriteAll(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(file_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Failed("write");
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return {};
}

Status Spool::ReadAll(char* to, size_t size) {
  for (size_t done = 0; done < size;) {
    const ssize_t n = pread(file_, to + done, size - done, static_cast<off_t>(read_at_ + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return Failed("read");
    if (n == 0) return Broken("its file is too short");
    done += static_cast<size_t>(n);
  }
  read_at_ += size;
  return {};
}

Result<bool> Spool::Next(std::string* block) {
  if (!blocks_.empty()) {
    *block = std::move(blocks_.front());
    blocks_.pop_front();
    return true;
  }
  if (read_at_ == end_) return false;
  uint64_t size = 0;
  Status status = ReadAll(reinterpret_cast<char*>(&size), sizeof size);
  if (status && size > end_ - read_at_) status = Broken("it is damaged");
  if (!status) return status.error();
  block->resize(size);
  status = ReadAll(block->data(), block->size());
  return status ? Result<bool>(true) : status.error();
}

Result<FileCut> Spool::Mark() {
  auto cut = CutAt(file_, end_, Name());
  int synced = 0;
  do {
    synced = cut ? fdatasync(file_) : 0;
  } while (synced != 0 && errno == EINTR);
  if (synced != 0 && errno != EINVAL && errno != ENOTSUP) return Failed("sync");
  return cut;
}

void Spool::Remove() {
  if (!path_.empty()) unlink(path_.c_str());
}

}  // namespace textmill::core
