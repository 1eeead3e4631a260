#include "plugins/text-mask/mask.h"

#include <re2/re2.h>

#include <algorithm>
#include <iterator>

#include "plugins/text-mask/digits.h"
#include "textmill/conventions.hpp"

namespace textmill::mask {
namespace {

constexpr const char* kDescription =
    R"(Takes personal data out of texts before they are passed on. What is found by its form:

| kind | what | what is checked |
|---|---|---|
| `email` | ann.lee@example.org, also with letters of other scripts | a name of a domain; image@2x.png is a file, git@example.org:team/tool a place of files, ssh://git@example.org a login |
| `phone` | +49 30 901820; national forms of `phone_countries`; after *Tel.*, *fax*, *mobile* and the like any number that is long enough; with its extension (x12) | the country code and the number of digits; no 0123456789 |
| `ip` | IPv4 and IPv6 | four numbers to 255; no version (*Firefox 115.0.0.1*, *1.2.3.4 or later*) and no section (*§ 1.2.3.4*); a scope such as add::fade is not one |
| `iban` | DE89 3704 0044 0532 0130 00 | the country's length, and mod 97 |
| `card` | 4111 1111 1111 1111, with blanks, hyphens or without | the issuer's length and first digits, and Luhn |
| `national_id` | see below | check digits, where the country has them |

National ids are known of 24 countries: the social security number of the US (123-45-6789), the national insurance number of Great Britain, the tax id of Germany, the NIR of France, DNI and NIE of Spain, the codice fiscale of Italy, the BSN of the Netherlands, the PESEL of Poland, the personnummer of Sweden, the CPF of Brazil, the personal numbers of Finland, Norway, Denmark, Belgium, Switzerland (AHV), Portugal (NIF), Czechia and Slovakia, Romania (CNP), Turkey, China, South Korea, India (Aadhaar), Canada (SIN) and Ireland (PPS). Where a number says too little by itself (nine digits with one check digit), its name must be before it: *BSN 123456782*.

Nothing is found inside a longer number, word or name of a file, and no phone or id where the words before say that it is the number of an order, an invoice, a book or the like. It is a filter by form: a name, an address in the street and what is spelled out stay, unless `names` or `own` say otherwise.

With a column `entities`, `names: [PER]` masks what the earlier step found, and the column is made again with its places moved: an entry whose text was masked has the new text, and no name, id or value. Other columns that hold places in the text cannot be moved; use them before this step.

Only the one column is masked: a title, an address or the fields in `extra` stay as they are. The summary counts what was masked, by kind.)";

constexpr const char* kExample =
    "- uses: text.mask\n"
    "  with:\n"
    "    kinds: [email, phone, ip, iban, card, national_id]\n"
    "    own: { CASE: 'No\\. (\\d+/\\d{4})' }\n"
    "    replace: pseudonym\n"
    "    key: ${MASK_KEY:-not a secret at all}\n";

ParamSpec EnumList(const char* name, const char* const* begin, size_t n, std::string doc) {
  ParamSpec spec, item;
  spec.name = name;
  spec.types = TEXTMILL_LIST | TEXTMILL_ENUM;
  item.types = TEXTMILL_ENUM;
  std::string all;
  for (size_t i = 0; i < n; ++i) {
    spec.choices.emplace_back(begin[i]);
    all += (all.empty() ? "" : ", ") + spec.choices.back();
  }
  item.choices = spec.choices;
  spec.item.push_back(std::move(item));
  spec.default_value = "[" + all + "]";
  spec.doc = std::move(doc);
  return spec;
}

// The choices that were made, as bits in the order of the names.
uint32_t Chosen(const Value& value, const char* const* names, size_t n) {
  uint32_t bits = 0;
  const auto add = [&](const std::string& word) {
    for (size_t i = 0; i < n; ++i) bits |= word == names[i] ? 1u << i : 0;
  };
  if (value.type == TEXTMILL_ENUM) add(value.string);
  for (const Value& item : value.items) add(item.string);
  return bits;
}

constexpr size_t kMembers = 8;  // of an entity: begin, end, type, text, name, id, value, method
enum Member { kBegin, kEnd, kType, kText, kName, kId, kValue, kMethod };

}  // namespace

struct Mask::Scratch final : Lane {
  std::vector<Found> found, more;
  std::string row;  // the masked text
  // Of each piece that was masked: where it was, and where what is in its place is.
  struct Moved {
    size_t begin, end, new_begin, new_end;
  };
  std::vector<Moved> moved;
};

Mask::Mask()
    : kinds_(this, EnumList("kinds", kKindNames, kBuiltIn, "What is looked for by its form.")),
      phone_countries_(this,
                       EnumList("phone_countries", kPhoneCountries, std::size(kPhoneCountries),
                                "Whose national telephone numbers; numbers with a `+` are "
                                "found of all countries.")),
      id_countries_(this, EnumList("id_countries", kIdCountries, std::size(kIdCountries),
                                   "Whose national ids.")) {
  Describe("text.mask", "1.0.0",
           "Replaces personal data: e-mail and IP addresses, telephone, account and card numbers, "
           "national ids, names, and patterns of your own.");
  Explain(kDescription, kExample);
  for (const char* kind : kKindNames) counters_.emplace_back(this, kind);
  DocumentNeed("entities", "list", "what an earlier step found; needed for `names`");
  DocumentProduct("entities", "list", "where it came in: the same, with places in the new text");
}
Mask::~Mask() = default;

void Mask::CompileOwn() {
  expressions_.clear();
  for (const auto& [name, expression] : *own_) {
    const auto blame = [&, &name = name](const std::string& problem, const std::string& hint) {
      return Error("the regular expression for " + name + " " + problem)
          .Parameter("own." + name)
          .Hint(hint);
    };
    RE2::Options options;
    options.set_log_errors(false);
    auto compiled = std::make_unique<RE2>(re2::StringPiece(expression), options);
    if (!compiled->ok()) {
      throw blame("does not compile: " + compiled->error(),
                  "The syntax is RE2's, without look-ahead and back references. In YAML, put it in "
                  "single quotation marks.");
    }
    if (expression.find("\\C") != expression.npos)
      throw blame("has a `\\C`, which would part characters", "Write `.` for any character.");
    if (RE2::FullMatch("", *compiled))
      throw blame("matches the empty string", "Ask for at least one character: `x+`, not `x*`.");
    expressions_.push_back(std::move(compiled));
  }
}

void Mask::Bind(Binder& binder) {
  out_.field().name = text_.name();
  const uint32_t kinds = Chosen(kinds_.get(), kKindNames, kBuiltIn);
  for (size_t i = 0; i < kBuiltIn; ++i) finder_.on[i] = (kinds >> i & 1) != 0;
  finder_.only_public_ips = ips_ == "public";
  finder_.phone_countries =
      Chosen(phone_countries_.get(), kPhoneCountries, std::size(kPhoneCountries));
  finder_.id_countries = Chosen(id_countries_.get(), kIdCountries, std::size(kIdCountries));
  CompileOwn();
  replacement_.way = replace_ == "tag"      ? Replacement::Way::kTag
                     : replace_ == "remove" ? Replacement::Way::kRemove
                                            : Replacement::Way::kPseudonym;
  replacement_.key = key_.present() ? key_.get() : "";
  constexpr size_t kLeastKey = 16;
  if (replacement_.way == Replacement::Way::kPseudonym && replacement_.key.size() < kLeastKey) {
    throw Error(
        "pseudonyms need a key of at least 16 characters: without one, anybody could find "
        "out by trying")
        .Parameter(key_.present() ? "key" : "replace")
        .Hint("Say `key: ${MASK_KEY}` and set the variable, or `replace: tag`.");
  }
  replacement_.own.clear();
  for (const auto& [tag, words] : *replacements_) {
    const auto is_own = [&tag = tag](const auto& pattern) { return pattern.first == tag; };
    bool known = std::find(names_->begin(), names_->end(), tag) != names_->end() ||
                 std::any_of(own_->begin(), own_->end(), is_own);
    std::string tags;
    for (size_t i = 0; i < kBuiltIn; ++i) {
      if (!finder_.on[i]) continue;
      known = known || tag == kTags[i];
      tags += (tags.empty() ? "" : ", ") + std::string(kTags[i]);
    }
    if (!known || replace_ == "remove") {
      throw Error(known ? "`replace: remove` leaves no place for words"
                        : "nothing is masked as " + tag)
          .Parameter("replacements." + tag)
          .Hint(known ? "" : "The tags are " + tags + ", and the names in `names` and `own`.");
    }
    replacement_.own[tag] = words;
  }
  const Field* entities = binder.Find(TEXTMILL_COLUMN_ENTITIES);
  const std::string* into =
      entities != nullptr ? entities->Meta(TEXTMILL_META_OFFSETS_INTO) : nullptr;
  const bool moves =
      into != nullptr && *into == text_.name() && SameType(*entities, EntitiesField());
  entities_in_ = entities_out_ = -1;
  if (moves) {
    entities_in_ = binder.Use(TEXTMILL_COLUMN_ENTITIES);
    Field field = EntitiesField();
    field.metadata = entities->metadata;
    entities_out_ = binder.Produce(Part::kColumns, std::move(field));
  } else if (!names_->empty()) {
    throw Error("`names` needs a column `entities` with places in `" + text_.name() + "`",
                TEXTMILL_NO_COLUMN)
        .Parameter("names")
        .Column(TEXTMILL_COLUMN_ENTITIES)
        .Hint("Put `entities.tag` before this step.");
  }
}

std::unique_ptr<Lane> Mask::NewLane() const { return std::make_unique<Scratch>(); }

std::string_view Mask::TagOf(const Found& found) const {
  switch (found.kind) {
    case Kind::kName:
      return (*names_)[found.what];
    case Kind::kOwn:
      return (*own_)[found.what].first;
    default:
      return kTags[static_cast<size_t>(found.kind)];
  }
}

void Mask::FindNames(const Batch& batch, int64_t row, std::string_view text,
                     Scratch& scratch) const {
  const auto list = batch.At<List>(entities_in_);
  const auto items = list.Items<StructView>();
  const auto begins = items.Member<PrimitiveView<int64_t>>(kBegin);
  const auto ends = items.Member<PrimitiveView<int64_t>>(kEnd);
  const auto types = items.Member<BytesView>(kType);
  for (int64_t i = list.begin(row); i < list.end(row); ++i) {
    const auto type = std::find(names_->begin(), names_->end(), types[i]);
    if (types.IsNull(i) || type == names_->end()) continue;
    const int64_t begin = begins[i], end = ends[i];
    if (begin < 0 || begin >= end || end > static_cast<int64_t>(text.size())) continue;
    scratch.more.push_back({static_cast<size_t>(begin), static_cast<size_t>(end), Kind::kName,
                            static_cast<uint32_t>(type - names_->begin())});
  }
}

void Mask::FindOwn(std::string_view text, Scratch& scratch) const {
  for (uint32_t i = 0; i < expressions_.size(); ++i) {
    const RE2& expression = *expressions_[i];
    const bool has_group = expression.NumberOfCapturingGroups() > 0;
    const re2::StringPiece all(text.data(), text.size());
    re2::StringPiece match[2];
    for (size_t at = 0; at < text.size();) {
      if (!expression.Match(all, at, text.size(), RE2::UNANCHORED, match, has_group ? 2 : 1)) break;
      const auto place = [&](const re2::StringPiece& piece) {
        return static_cast<size_t>(piece.data() - text.data());
      };
      const re2::StringPiece& masked =
          has_group && match[1].data() != nullptr ? match[1] : match[0];
      if (!masked.empty())
        scratch.more.push_back({place(masked), place(masked) + masked.size(), Kind::kOwn, i});
      at = place(match[0]) + match[0].size();
      if (match[0].empty()) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
      }
    }
  }
}

// Pieces in the order of the text; those that overlap become one, of the kind of the longest.
void Join(std::vector<Found>* found) {
  std::stable_sort(found->begin(), found->end(),
                   [](const Found& a, const Found& b) { return a.begin < b.begin; });
  size_t n = 0;
  for (const Found& next : *found) {
    if (n == 0 || next.begin >= (*found)[n - 1].end) {
      (*found)[n++] = next;
      continue;
    }
    Found& last = (*found)[n - 1];
    if (next.end - next.begin > last.end - last.begin) {
      last.kind = next.kind;
      last.what = next.what;
    }
    last.end = std::max(last.end, next.end);
  }
  found->resize(n);
}

void Mask::MaskRow(const Batch& batch, int64_t row, std::string_view text, Reply& reply,
                   Scratch& scratch) const {
  finder_.Find(text, &scratch.found);
  scratch.more.clear();
  if (!names_->empty()) FindNames(batch, row, text, scratch);
  FindOwn(text, scratch);
  if (!scratch.more.empty()) {
    scratch.found.insert(scratch.found.end(), scratch.more.begin(), scratch.more.end());
    Join(&scratch.found);
  }
  scratch.moved.clear();
  if (scratch.found.empty()) return reply[out_].Append(text);
  std::string& out = scratch.row;
  out.clear();
  size_t from = 0;
  for (const Found& found : scratch.found) {
    reply.Count(counters_[static_cast<size_t>(found.kind)]);
    out.append(text, from, found.begin - from);
    const size_t begin = out.size();
    const std::string_view value = text.substr(found.begin, found.end - found.begin);
    replacement_.Append(value, found.kind, TagOf(found), &out);
    from = found.end;
    // Of two blanks around what is gone, one stays.
    const bool alone = out.empty() || out.back() == ' ';
    if (begin == out.size() && alone && from < text.size() && text[from] == ' ') ++from;
    scratch.moved.push_back({found.begin, from, begin, out.size()});
  }
  out.append(text, from);
  reply[out_].Append(out);
}

void Mask::MoveEntities(const Batch& batch, int64_t row, Reply& reply,
                        const Scratch& scratch) const {
  auto& to = static_cast<ListBuilder&>(reply.At(Part::kColumns, entities_out_));
  const auto list = batch.At<List>(entities_in_);
  if (list.IsNull(row)) return to.AppendNull();
  auto& out = to.items<StructBuilder>();
  const auto items = list.Items<StructView>();
  const auto begins = items.Member<PrimitiveView<int64_t>>(kBegin);
  const auto ends = items.Member<PrimitiveView<int64_t>>(kEnd);
  size_t next = 0;
  int64_t shift = 0;  // of what is after the pieces before `next`
  for (int64_t i = list.begin(row); i < list.end(row); ++i) {
    const auto begin = static_cast<size_t>(begins[i]), end = static_cast<size_t>(ends[i]);
    // Entries are in the order of the text, but for those of strangers.
    if (next > 0 && begin < scratch.moved[next - 1].end) {
      next = 0;
      shift = 0;
    }
    while (next < scratch.moved.size() && scratch.moved[next].end <= begin) {
      const auto& piece = scratch.moved[next++];
      shift = static_cast<int64_t>(piece.new_end) - static_cast<int64_t>(piece.end);
    }
    int64_t new_begin = begins[i] + shift, new_end = ends[i] + shift;
    const bool masked = next < scratch.moved.size() && scratch.moved[next].begin < end;
    if (masked) {
      size_t last = next;
      while (last + 1 < scratch.moved.size() && scratch.moved[last + 1].begin < end) ++last;
      const auto& first = scratch.moved[next];
      const auto& piece = scratch.moved[last];
      if (begin >= first.begin) new_begin = static_cast<int64_t>(first.new_begin);
      new_end = static_cast<int64_t>(piece.new_end + (end > piece.end ? end - piece.end : 0));
      if (new_begin == new_end) continue;  // gone, and the entry with it
    }
    out.member<PrimitiveBuilder<int64_t>>(kBegin).Append(new_begin);
    out.member<PrimitiveBuilder<int64_t>>(kEnd).Append(new_end);
    for (size_t k = kType; k < kMembers; ++k) {
      const auto strings = items.Member<BytesView>(static_cast<int64_t>(k));
      auto& member = out.member<BytesBuilder>(k);
      if (masked && k == kText) {
        member.Append(
            std::string_view(scratch.row)
                .substr(static_cast<size_t>(new_begin), static_cast<size_t>(new_end - new_begin)));
      } else if (strings.IsNull(i) || (masked && (k == kName || k == kId || k == kValue))) {
        member.AppendNull();
      } else {
        member.Append(strings[i]);
      }
    }
    out.EndRow();
  }
  to.EndRow();
}

void Mask::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  auto& scratch = static_cast<Scratch&>(*lane);
  const auto texts = batch[text_];
  for (int64_t row = 0; row < batch.rows(); ++row) {
    if (texts.IsNull(row)) {
      reply[out_].AppendNull();
      scratch.moved.clear();
    } else {
      MaskRow(batch, row, texts[row], reply, scratch);
    }
    if (entities_out_ >= 0) MoveEntities(batch, row, reply, scratch);
  }
}

}  // namespace textmill::mask
