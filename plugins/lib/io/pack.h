// For tests: compressed forms of some bytes.
#ifndef TEXTMILL_PLUGINS_IO_PACK_H_
#define TEXTMILL_PLUGINS_IO_PACK_H_

#include <zlib.h>
#include <zstd.h>

#include <string>
#include <string_view>

namespace textmill::io {

// One gzip member.
inline std::string Gzip(std::string_view bytes) {
  z_stream z{};
  ::deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(::deflateBound(&z, bytes.size()), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  ::deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  ::deflateEnd(&z);
  return out;
}

// One Zstandard frame, with a checksum.
inline std::string Zstd(std::string_view bytes) {
  ZSTD_CCtx* z = ::ZSTD_createCCtx();
  ::ZSTD_CCtx_setParameter(z, ZSTD_c_checksumFlag, 1);
  std::string out(::ZSTD_compressBound(bytes.size()), '\0');
  out.resize(::ZSTD_compress2(z, out.data(), out.size(), bytes.data(), bytes.size()));
  ::ZSTD_freeCCtx(z);
  return out;
}

}  // namespace textmill::io

#endif  // TEXTMILL_PLUGINS_IO_PACK_H_
