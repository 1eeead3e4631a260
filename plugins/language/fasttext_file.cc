#include "plugins/language/fasttext_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "textmill/error.hpp"

namespace textmill::language {
namespace {

constexpr int32_t kMagic = 793712314;
constexpr int32_t kOldestVersion = 11, kNewestVersion = 12;
constexpr int32_t kSupervised = 3;
constexpr int32_t kMostLosses = 4;
constexpr int64_t kCentroids = 256;                          // of each part of a quantised row
constexpr size_t kLongestWord = 1 << 20;                     // bytes
constexpr int64_t kMostOccurrences = 1'000'000'000'000'000;  // fastText's own "infinity"

class Walk {
 public:
  explicit Walk(const std::string& path) : path_(path) {
    std::error_code failed;
    if (std::filesystem::is_directory(path, failed)) Refuse("it is a folder");
    file_.open(path, std::ios::binary);
    if (!file_) {
      throw Error("the fastText model `" + path + "` cannot be read: " + std::strerror(errno),
                  TEXTMILL_IO_ERROR)
          .Parameter("model");
    }
    size_ = std::filesystem::file_size(path, failed);
    if (failed) Refuse("it is no ordinary file");
  }

  FastTextFile All() {
    FastTextFile out;
    out.bytes = size_;
    Header();
    Dictionary(&out.labels);
    const bool quantised = Flag();
    if (pruned_ >= 0 && !quantised) Damaged();
    // A pruned model keeps rows for some of the hashed n-grams only.
    Matrix(quantised, int64_t{words_} + (pruned_ >= 0 ? pruned_ : int64_t{buckets_}));
    Matrix(Flag() && quantised, labels_);
    if (at_ != size_) {
      Refuse("there are " + std::to_string(size_ - at_) + " bytes after the end of the model");
    }
    return out;
  }

 private:
  void Header() {
    if (size_ < sizeof kMagic || Get<int32_t>() != kMagic) {
      Refuse("it does not begin as one; word vectors as text (`.vec`) do not serve");
    }
    const auto version = Get<int32_t>();
    if (version < kOldestVersion || version > kNewestVersion) {
      Refuse("its format has the number " + std::to_string(version) + ", and 11 and 12 are known");
    }
    dimensions_ = Get<int32_t>();
    Skip(4 * sizeof(int32_t));  // window, epochs, least count, negatives
    const auto word_ngrams = Get<int32_t>();
    const auto loss = Get<int32_t>();
    if (Get<int32_t>() != kSupervised) {
      Refuse("it holds word vectors and no labels; a classifier is needed");
    }
    buckets_ = Get<int32_t>();
    const auto shortest = Get<int32_t>();
    const auto longest = Get<int32_t>();
    Skip(sizeof(int32_t) + sizeof(double));  // rate of updates, sampling threshold
    const bool hashes = longest > 0 || word_ngrams > 1;
    if (dimensions_ <= 0 || loss < 1 || loss > kMostLosses || buckets_ < (hashes ? 1 : 0) ||
        shortest < 0 || word_ngrams < 0) {
      Damaged();
    }
  }

  void Dictionary(std::vector<std::string>* labels) {
    const auto entries = Get<int32_t>();
    words_ = Get<int32_t>();
    labels_ = Get<int32_t>();
    Skip(sizeof(int64_t));  // tokens seen in training
    pruned_ = Get<int64_t>();
    if (words_ < 0 || labels_ <= 0 || int64_t{words_} + labels_ != entries || pruned_ < -1 ||
        pruned_ > INT32_MAX) {
      Damaged();
    }
    std::string word;
    for (int32_t i = 0; i < entries; ++i) {
      Word(&word);
      const auto count = Get<int64_t>();
      const bool label = Get<int8_t>() != 0;  // words come first, then the labels
      if (count < 0 || count >= kMostOccurrences || label != (i >= words_)) Damaged();
      if (label) labels->push_back(word);
    }
    for (int64_t i = 0; i < pruned_; ++i) {
      Skip(sizeof(int32_t));
      const auto row = Get<int32_t>();
      if (row < 0 || row >= pruned_) Damaged();
    }
  }

  // A matrix of `rows` rows, one for each dimension wide.
  void Matrix(bool quantised, int64_t rows) {
    const bool norms = quantised && Flag();
    if (Get<int64_t>() != rows || Get<int64_t>() != dimensions_) Damaged();
    if (!quantised) return Skip(rows, dimensions_ * int64_t{sizeof(float)});
    const auto codes = Get<int32_t>();
    Skip(codes, 1);
    if (codes != rows * Quantizer(dimensions_)) Damaged();
    if (!norms) return;
    Skip(rows, 1);
    if (Quantizer(1) != 1) Damaged();
  }

  // Returns the number of codes for a row of `width`.
  int64_t Quantizer(int64_t width) {
    const int64_t dimensions = Get<int32_t>(), parts = Get<int32_t>(), part = Get<int32_t>(),
                  last_part = Get<int32_t>();
    if (dimensions != width || parts < 1 || part < 1 || last_part < 1 || last_part > part ||
        (parts - 1) * part + last_part != width) {
      Damaged();
    }
    Skip(width, kCentroids * int64_t{sizeof(float)});
    return parts;
  }

  void Word(std::string* word) {
    word->clear();
    for (int c; (c = file_.get()) != 0;) {
      if (c == std::ifstream::traits_type::eof()) Truncated();
      word->push_back(static_cast<char>(c));
      if (word->size() > kLongestWord) Damaged();
    }
    at_ += word->size() + 1;
  }

  template <class T>
  T Get() {
    T value;
    if (!file_.read(reinterpret_cast<char*>(&value), sizeof value)) Truncated();
    at_ += sizeof value;
    return value;
  }
  bool Flag() {
    const auto byte = Get<uint8_t>();
    if (byte > 1) Damaged();
    return byte != 0;
  }
  void Skip(uint64_t bytes) {
    if (bytes > size_ - at_) Truncated();
    at_ += bytes;
    file_.seekg(static_cast<std::streamoff>(at_));
  }
  void Skip(int64_t rows, int64_t width) {
    if (rows < 0) Damaged();
    if (static_cast<uint64_t>(rows) > (size_ - at_) / static_cast<uint64_t>(width)) Truncated();
    Skip(static_cast<uint64_t>(rows * width));
  }

  [[noreturn]] void Refuse(const std::string& why) const {
    throw Error("`" + path_ + "` is no fastText model that language.detect can use: " + why)
        .Parameter("model")
        .Hint(
            "A model is a `.bin` or `.ftz` file as `fasttext supervised` and `fasttext quantize` "
            "write it.");
  }
  [[noreturn]] void Damaged() const { Broken("is damaged"); }
  [[noreturn]] void Truncated() const { Broken("is not complete"); }
  [[noreturn]] void Broken(const std::string& how) const {
    throw Error("the fastText model `" + path_ + "` " + how + ": it does not add up at byte " +
                std::to_string(at_) + " of " + std::to_string(size_))
        .Parameter("model")
        .Hint("Download or copy it again, and compare its size with that of the original.");
  }

  std::string path_;
  std::ifstream file_;
  uint64_t size_ = 0, at_ = 0;
  int32_t dimensions_ = 0, buckets_ = 0, words_ = 0, labels_ = 0;
  int64_t pruned_ = -1;
};

}  // namespace

FastTextFile CheckFastTextFile(const std::string& path) { return Walk(path).All(); }

}  // namespace textmill::language
