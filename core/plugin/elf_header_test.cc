#include "core/plugin/elf_header.h"

#include <elf.h>
#include <gmock/gmock.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>

namespace textmill::core {
namespace {

using testing::HasSubstr;

const std::string kFolder = TEXTMILL_BINARY_DIR "/tests/loading/";

std::string Bytes(const std::string& name) {
  std::ifstream file(kFolder + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The reason for refusing `bytes`, or "". They are in memory of exactly their size.
std::string FileRefusal(const std::string& bytes) {
  const auto exact = std::make_unique<char[]>(bytes.size());
  std::copy(bytes.begin(), bytes.end(), exact.get());
  const Status status = CheckElf({exact.get(), bytes.size()});
  return status ? "" : status.error().ToString();
}

template <class T>
void Put(std::string* bytes, size_t offset, T value) {
  std::memcpy(bytes->data() + offset, &value, sizeof value);
}

TEST(ElfHeader, TakesAPlugin) { EXPECT_EQ(FileRefusal(Bytes("good/fixture_plain.so")), ""); }

TEST(ElfHeader, RefusesWhatIsNoLibrary) {
  EXPECT_THAT(FileRefusal(""), HasSubstr("not a shared library"));
  EXPECT_THAT(FileRefusal("#!/bin/sh\n"), HasSubstr("not a shared library"));
  EXPECT_THAT(FileRefusal(std::string(1000, 'x')), HasSubstr("not a shared library"));
  std::string bytes = Bytes("good/fixture_plain.so");
  Put<uint16_t>(&bytes, offsetof(Elf64_Ehdr, e_type), ET_REL);
  EXPECT_THAT(FileRefusal(bytes), HasSubstr("not a shared library"));
}

TEST(ElfHeader, RefusesOtherMachines) {
  std::string bytes = Bytes("good/fixture_plain.so");
  Put<uint16_t>(&bytes, offsetof(Elf64_Ehdr, e_machine), EM_S390);
  EXPECT_THAT(FileRefusal(bytes), HasSubstr("built for another machine (ELF machine 22)"));
  Put<uint16_t>(&bytes, offsetof(Elf64_Ehdr, e_machine), EM_386);
  Put<uint8_t>(&bytes, EI_CLASS, ELFCLASS32);
  EXPECT_THAT(FileRefusal(bytes), HasSubstr("built for another machine (x86, 32 bits)"));
}

TEST(ElfHeader, RefusesOtherInterfaces) {
  EXPECT_THAT(FileRefusal(Bytes("bad/symbol.so")),
              HasSubstr("no data symbol `textmill_plugin_v1`"));
  EXPECT_THAT(FileRefusal(Bytes("bad/hidden.so")),
              HasSubstr("no data symbol `textmill_plugin_v1`"));
  EXPECT_THAT(FileRefusal(Bytes("bad/magic.so")), HasSubstr("does not begin with TEXTMILL"));
  EXPECT_THAT(FileRefusal(Bytes("bad/major.so")), HasSubstr("made for version 2.0"));
  EXPECT_THAT(FileRefusal(Bytes("bad/major.so")), HasSubstr("this program has version 1.0"));
  EXPECT_THAT(FileRefusal(Bytes("bad/minor.so")), HasSubstr("version 1.7"));
  EXPECT_THAT(FileRefusal(Bytes("bad/minor.so")), HasSubstr("newer than this program's 1.0"));
  EXPECT_THAT(FileRefusal(Bytes("bad/size.so")), HasSubstr("says that it has 40 bytes"));
}

// A function of that name is not the plugin.
TEST(ElfHeader, RefusesAFunction) {
  std::string bytes = Bytes("good/fixture_plain.so");
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof header);
  for (int i = 0; i < header.e_shnum; ++i) {
    Elf64_Shdr section;
    std::memcpy(&section, &bytes[header.e_shoff + i * sizeof section], sizeof section);
    if (section.sh_type != SHT_DYNSYM) continue;
    for (uint64_t at = 0; at < section.sh_size; at += sizeof(Elf64_Sym)) {
      const uint64_t info = section.sh_offset + at + offsetof(Elf64_Sym, st_info);
      if (ELF64_ST_TYPE(bytes[info]) == STT_OBJECT)
        Put<uint8_t>(&bytes, info, ELF64_ST_INFO(STB_GLOBAL, STT_FUNC));
    }
  }
  EXPECT_THAT(FileRefusal(bytes), HasSubstr("no data symbol"));
}

// The table of sections is at the end of the file.
TEST(ElfHeader, RefusesWhatWasCutOff) {
  const std::string bytes = Bytes("good/fixture_plain.so");
  for (size_t size = 0; size < bytes.size(); size += 61)
    EXPECT_NE(FileRefusal(bytes.substr(0, size)), "") << size;
  EXPECT_THAT(FileRefusal(bytes.substr(0, bytes.size() - 1)), HasSubstr("damaged"));
}

TEST(ElfHeader, SurvivesAnyBytes) {
  const std::string good = Bytes("good/fixture_plain.so");
  Elf64_Ehdr header;
  std::memcpy(&header, good.data(), sizeof header);
  std::mt19937_64 random(1);
  const auto below = [&](size_t n) { return static_cast<size_t>(random() % n); };
  int taken = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string bytes = good;
    for (size_t changes = 1 + below(4); changes > 0; --changes) {
      // Mostly where it matters: the header, and the table of sections.
      const size_t kind = below(4);
      const size_t at = kind == 0   ? below(sizeof header)
                        : kind == 1 ? below(bytes.size())
                                    : header.e_shoff + below(bytes.size() - header.e_shoff);
      const uint64_t odd[] = {0, 1, 0xFF, 0x7FFFFFFFFFFFFFFF, ~uint64_t{0}, random()};
      const uint64_t value = odd[below(std::size(odd))];
      const size_t width = std::min<size_t>(size_t{1} << below(4), bytes.size() - at);
      std::memcpy(&bytes[at], &value, width);
    }
    if (below(10) == 0) bytes.resize(below(bytes.size()));
    taken += FileRefusal(bytes).empty();
  }
  EXPECT_GT(taken, 1000);  // or the changes would reach nothing but the first check
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = good.substr(0, SELFMAG);
    for (size_t n = below(4000); n > 0; --n) bytes += static_cast<char>(random());
    EXPECT_NE(FileRefusal(bytes), "");
  }
}

TEST(ElfHeader, ReadsFiles) {
  EXPECT_TRUE(CheckElfFile(kFolder + "good/fixture_plain.so").ok());
  const auto refusal = [](const std::string& path) {
    return CheckElfFile(path).error().ToString();
  };
  EXPECT_THAT(refusal(kFolder + "none.so"), HasSubstr("No such file"));
  EXPECT_THAT(refusal(kFolder), HasSubstr("not a shared library"));
  EXPECT_THAT(refusal("/dev/null"), HasSubstr("not a shared library"));
}

}  // namespace
}  // namespace textmill::core
