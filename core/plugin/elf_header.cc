#include "core/plugin/elf_header.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <optional>
#include <vector>

#include "core/plugin/completeness.h"
#include "textmill/abi.h"

namespace textmill::core {
namespace {

constexpr std::string_view kSymbol = "textmill_plugin_v1";

#if defined(__x86_64__)
constexpr uint16_t kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr uint16_t kMachine = EM_AARCH64;
#else
#error "say which machine plugins must be built for"
#endif

std::string MachineName(uint16_t machine) {
  switch (machine) {
    case EM_X86_64:
      return "x86-64";
    case EM_386:
      return "x86, 32 bits";
    case EM_AARCH64:
      return "ARM, 64 bits";
    case EM_ARM:
      return "ARM, 32 bits";
    case EM_RISCV:
      return "RISC-V";
    default:
      return "ELF machine " + std::to_string(machine);
  }
}

Error NotALibrary() {
  return {"this is not a shared library",
          "a plugin is an ELF shared object, as textmill_add_plugin() makes it"};
}
Error Damaged() {
  return {"the file is damaged: parts that its header speaks of are not there",
          "was it copied completely?"};
}
Error NoSymbol() {
  return {
      "it has no data symbol `textmill_plugin_v1`, so it is not a plugin of Textmill",
      "export it with TEXTMILL_PLUGIN; an `extern \"C\" const` of C++ stays hidden unless abi.h, "
      "which declares it, is included before; link with textmill_add_plugin()"};
}

// A part of the file, or nothing where it would reach beyond the file's end.
std::optional<std::string_view> Slice(std::string_view file, uint64_t offset, uint64_t size) {
  if (offset > file.size() || size > file.size() - offset) return std::nullopt;
  return file.substr(offset, size);
}

template <class T>
bool Read(std::string_view file, uint64_t offset, T* out) {
  const auto bytes = Slice(file, offset, sizeof(T));
  if (bytes) std::memcpy(out, bytes->data(), sizeof(T));
  return bytes.has_value();
}

Result<std::vector<Elf64_Shdr>> ReadSections(std::string_view file, const Elf64_Ehdr& header) {
  std::vector<Elf64_Shdr> sections(header.e_shnum);
  if (header.e_shentsize != sizeof(Elf64_Shdr) && !sections.empty()) return Damaged();
  for (size_t i = 0; i < sections.size(); ++i) {
    if (!Read(file, header.e_shoff + i * sizeof(Elf64_Shdr), &sections[i])) return Damaged();
  }
  return sections;
}

bool HasName(std::string_view names, uint32_t at) {
  return at < names.size() && names.size() - at > kSymbol.size() &&
         names.substr(at, kSymbol.size()) == kSymbol && names[at + kSymbol.size()] == '\0';
}

// The entry of our symbol in the table of dynamic symbols.
Result<Elf64_Sym> FindSymbol(std::string_view file, const std::vector<Elf64_Shdr>& sections) {
  for (const Elf64_Shdr& section : sections) {
    if (section.sh_type != SHT_DYNSYM) continue;
    if (section.sh_link >= sections.size()) return Damaged();
    const Elf64_Shdr& names_section = sections[section.sh_link];
    const auto symbols = Slice(file, section.sh_offset, section.sh_size);
    const auto names = Slice(file, names_section.sh_offset, names_section.sh_size);
    if (!symbols || !names) return Damaged();
    Elf64_Sym symbol;
    for (uint64_t at = 0; Read(*symbols, at, &symbol); at += sizeof symbol) {
      if (symbol.st_shndx != SHN_UNDEF && ELF64_ST_TYPE(symbol.st_info) == STT_OBJECT &&
          ELF64_ST_BIND(symbol.st_info) != STB_LOCAL && HasName(*names, symbol.st_name)) {
        return symbol;
      }
    }
  }
  return NoSymbol();
}

// The first bytes of textmill_plugin, which never change meaning.
struct Head {
  char magic[8];
  uint32_t major, minor, size, reserved;
};
static_assert(sizeof(Head) == offsetof(textmill_plugin, name));

Result<Head> ReadHead(std::string_view file, const std::vector<Elf64_Shdr>& sections,
                      const Elf64_Sym& symbol) {
  if (symbol.st_shndx >= sections.size()) return Damaged();
  const Elf64_Shdr& section = sections[symbol.st_shndx];
  Head head{};  // zeros, where the section has no bytes in the file
  if (section.sh_type == SHT_NOBITS) return head;
  if (symbol.st_value < section.sh_addr) return Damaged();
  const auto bytes = Slice(file, section.sh_offset, section.sh_size);
  if (!bytes || !Read(*bytes, symbol.st_value - section.sh_addr, &head)) return Damaged();
  return head;
}

std::string Hexadecimal(std::string_view bytes) {
  std::string digits;
  for (const char byte : bytes) {
    digits += "0123456789abcdef"[static_cast<unsigned char>(byte) >> 4];
    digits += "0123456789abcdef"[byte & 15];
  }
  return digits;
}

// The build id among the notes of a section, or "".
std::string BuildIdAmong(std::string_view notes) {
  const auto padded = [](uint64_t size) { return (size + 3) & ~uint64_t{3}; };
  Elf64_Nhdr note;
  for (uint64_t at = 0; Read(notes, at, &note);) {
    const uint64_t name_at = at + sizeof note, text_at = name_at + padded(note.n_namesz);
    const auto name = Slice(notes, name_at, note.n_namesz);
    const auto text = Slice(notes, text_at, note.n_descsz);
    if (!name || !text) break;
    if (note.n_type == NT_GNU_BUILD_ID && *name == std::string_view("GNU\0", 4))
      return Hexadecimal(*text);
    at = text_at + padded(note.n_descsz);
  }
  return "";
}

}  // namespace

std::vector<std::string> DefinedSymbols(std::string_view file) {
  std::vector<std::string> names;
  Elf64_Ehdr header;
  if (!Read(file, 0, &header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return names;
  const auto sections = ReadSections(file, header);
  for (size_t i = 0; sections && i < sections->size(); ++i) {
    const Elf64_Shdr& section = (*sections)[i];
    if (section.sh_type != SHT_DYNSYM || section.sh_link >= sections->size()) continue;
    const Elf64_Shdr& names_section = (*sections)[section.sh_link];
    const auto symbols = Slice(file, section.sh_offset, section.sh_size);
    const auto texts = Slice(file, names_section.sh_offset, names_section.sh_size);
    if (!symbols || !texts) break;
    Elf64_Sym symbol;
    for (uint64_t at = 0; Read(*symbols, at, &symbol); at += sizeof symbol) {
      if (symbol.st_shndx == SHN_UNDEF || ELF64_ST_BIND(symbol.st_info) == STB_LOCAL) continue;
      if (symbol.st_shndx == SHN_ABS || symbol.st_name >= texts->size()) continue;
      const std::string_view name = texts->substr(symbol.st_name);
      names.emplace_back(name.substr(0, name.find('\0')));
    }
  }
  return names;
}

std::string_view Section(std::string_view file, std::string_view name) {
  Elf64_Ehdr header;
  if (!Read(file, 0, &header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return {};
  const auto sections = ReadSections(file, header);
  if (!sections || header.e_shstrndx >= sections->size()) return {};
  const Elf64_Shdr& names_section = (*sections)[header.e_shstrndx];
  const auto names = Slice(file, names_section.sh_offset, names_section.sh_size);
  for (const Elf64_Shdr& section : *sections) {
    if (!names || section.sh_name >= names->size() || section.sh_type == SHT_NOBITS) continue;
    const std::string_view rest = names->substr(section.sh_name);
    if (rest.substr(0, rest.find('\0')) == name)
      return Slice(file, section.sh_offset, section.sh_size).value_or(std::string_view());
  }
  return {};
}

NeededLibraries Needed(std::string_view file) {
  NeededLibraries needed;
  Elf64_Ehdr header;
  if (!Read(file, 0, &header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return needed;
  const auto sections = ReadSections(file, header);
  for (size_t i = 0; sections && i < sections->size(); ++i) {
    const Elf64_Shdr& section = (*sections)[i];
    if (section.sh_type != SHT_DYNAMIC || section.sh_link >= sections->size()) continue;
    const Elf64_Shdr& texts_section = (*sections)[section.sh_link];
    const auto entries = Slice(file, section.sh_offset, section.sh_size);
    const auto texts = Slice(file, texts_section.sh_offset, texts_section.sh_size);
    if (!entries || !texts) break;
    Elf64_Dyn entry;
    for (uint64_t at = 0; Read(*entries, at, &entry) && entry.d_tag != DT_NULL;
         at += sizeof entry) {
      if (entry.d_un.d_val >= texts->size()) continue;
      std::string_view text = texts->substr(entry.d_un.d_val);
      text = text.substr(0, text.find('\0'));
      if (entry.d_tag == DT_NEEDED) needed.names.emplace_back(text);
      if (entry.d_tag == DT_SONAME) needed.soname = text;
      if (entry.d_tag != DT_RUNPATH && entry.d_tag != DT_RPATH) continue;
      while (!text.empty()) {
        const std::string_view folder = text.substr(0, text.find(':'));
        text.remove_prefix(std::min(folder.size() + 1, text.size()));
        if (!folder.empty()) needed.folders.emplace_back(folder);
      }
    }
  }
  return needed;
}

std::string BuildId(std::string_view file) {
  Elf64_Ehdr header;
  if (!Read(file, 0, &header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return "";
  const auto sections = ReadSections(file, header);
  if (!sections) return "";
  for (const Elf64_Shdr& section : *sections) {
    if (section.sh_type != SHT_NOTE) continue;
    const auto notes = Slice(file, section.sh_offset, section.sh_size);
    if (const std::string id = notes ? BuildIdAmong(*notes) : ""; !id.empty()) return id;
  }
  return "";
}

Status CheckElf(std::string_view file) {
  Elf64_Ehdr header;
  if (!Read(file, 0, &header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
    return NotALibrary();
  constexpr int kByteOrder = std::endian::native == std::endian::little ? ELFDATA2LSB : ELFDATA2MSB;
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != kByteOrder ||
      header.e_machine != kMachine) {
    return Error{"it is built for another machine (" + MachineName(header.e_machine) +
                     "); this program runs on " + MachineName(kMachine),
                 "build it for this machine"};
  }
  if (header.e_type != ET_DYN) return NotALibrary();

  const auto sections = ReadSections(file, header);
  if (!sections) return sections.error();
  const auto symbol = FindSymbol(file, *sections);
  if (!symbol) return symbol.error();
  const auto head = ReadHead(file, *sections, *symbol);
  if (!head) return head.error();
  return CheckInterface(head->magic, head->major, head->minor, head->size);
}

Status CheckElfFile(const std::string& path) {
  const auto failed = [] {
    return Error{std::string("it cannot be read: ") + std::strerror(errno), "", ErrorKind::kIo};
  };
  // Not blocking: it may be a pipe.
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return failed();
  struct stat info;
  Status status = NotALibrary();  // mmap refuses an empty file, too
  if (fstat(file, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0) {
    const size_t size = static_cast<size_t>(info.st_size);
    void* bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED) {
      status = failed();
    } else {
      status = CheckElf({static_cast<const char*>(bytes), size});
      munmap(bytes, size);
    }
  }
  close(file);
  return status;
}

}  // namespace textmill::core
