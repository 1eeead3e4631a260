#include "plugins/train/entities/augment.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>

#include "plugins/lib/hash/hash.h"

namespace textmill::entities {
namespace {

std::vector<std::string> Split(const std::string& name) {
  std::vector<std::string> words;
  for (size_t at = 0; at < name.size();) {
    const size_t end = std::min(name.find(' ', at), name.size());
    if (end > at) words.push_back(name.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::string TextOf(const LabelledDocument& document, const Name& name) {
  std::string out;
  for (size_t i = name.begin; i < name.end; ++i) {
    const Token& token = document.document.tokens[i];
    if (!out.empty()) out += ' ';
    out.append(document.text, token.begin, token.end - token.begin);
  }
  return out;
}

std::string Upper(std::string_view text) {
  std::string out;
  icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())))
      .toUpper(icu::Locale::getRoot())
      .toUTF8String(out);
  return out;
}

bool IsUpper(const std::string& name) {
  return name.size() > 1 && name == Upper(name) &&
         std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// An ordinary capitalised word, neither initial nor connector.
bool IsPlain(const std::string& word) {
  return word.size() > 2 && word.back() != '.' && !(word[0] >= 'a' && word[0] <= 'z') &&
         !IsUpper(word);
}

const std::string& Pick(const std::vector<std::string>& from, uint64_t choice) {
  return from[choice % from.size()];
}

}  // namespace

NamePool::NamePool(const std::vector<LabelledDocument>& documents, const Types& types)
    : by_type_(types.names().size()), people_(types.names().size()) {
  for (size_t t = 0; t < by_type_.size(); ++t) {
    if (types.names()[t] == "PER") people_ = t;
  }
  for (const auto& document : documents) {
    for (const Name& name : NamesOf(document.labels)) {
      const std::string text = TextOf(document, name);
      if (text.size() > 60) continue;
      if (name.type != people_) {
        by_type_[name.type].kinds[Kind(text)].push_back(text);
        continue;
      }
      const std::vector<std::string> words = Split(text);
      if (words.size() < 2) continue;
      if (IsPlain(words.front())) by_type_[people_].first.push_back(words.front());
      if (IsPlain(words.back())) by_type_[people_].last.push_back(words.back());
    }
  }
}

void NamePool::Add(size_t type, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (type == people_) {
      const std::vector<std::string> words = Split(name);
      if (words.empty()) continue;
      if (IsPlain(words.front())) by_type_[type].first.push_back(words.front());
      if (IsPlain(words.back())) by_type_[type].last.push_back(words.back());
    } else {
      by_type_[type].kinds[Kind(name)].push_back(name);
    }
  }
}

size_t NamePool::Kind(const std::string& name) {
  if (name.find(' ') != name.npos) return 2;
  return IsUpper(name) ? 0 : 1;
}

std::string NamePool::Other(size_t type, const std::string& name, uint64_t choice) const {
  const Names& names = by_type_[type];
  if (type != people_) {
    const auto& from = names.kinds[Kind(name)];
    return from.empty() ? name : Pick(from, choice);
  }
  const auto& from = (choice & 1) != 0 ? names.first : names.last;
  return from.empty() || !IsPlain(name) ? name : Pick(from, choice >> 1);
}

LabelledDocument WithOtherNames(const LabelledDocument& document, const NamePool& pool,
                                size_t people, uint64_t seed, Lexicon* lexicon) {
  LabelledDocument out;
  out.file = document.file;
  out.weight = document.weight;
  out.unmarked = document.unmarked;
  std::map<std::pair<size_t, std::string>, std::string> others;
  const auto other = [&](size_t type, const std::string& name, bool first) -> const std::string& {
    std::string& to = others[{type, name}];
    if (to.empty()) {
      uint64_t choice = hash::Step(seed, HashOf(name));
      choice ^= choice >> 29;
      if (type == people) choice = (choice << 1) | (first ? 1 : 0);
      to = pool.Other(type, name, choice);
      if (IsUpper(name) && type == people) to = Upper(to);
    }
    return to;
  };
  const auto put = [&](std::string_view words) {
    for (const std::string& word : Split(std::string(words))) {
      const auto begin = static_cast<uint32_t>(out.text.size());
      out.text += word;
      AppendGivenToken(out.text, {begin, static_cast<uint32_t>(out.text.size())}, lexicon,
                       &out.document);
      out.text += ' ';
    }
    out.labels.resize(out.document.tokens.size(), kOutside);
  };
  const auto& from = document.document;
  const std::vector<Name> names = NamesOf(document.labels);
  size_t next = 0, sentence = 0;
  for (uint32_t i = 0; i < from.tokens.size();) {
    if (next < names.size() && names[next].begin == i) {
      const Name& name = names[next++];
      const auto begin = static_cast<uint32_t>(out.labels.size());
      const std::string text = TextOf(document, name);
      if (name.type == people) {
        const std::vector<std::string> words = Split(text);
        for (size_t w = 0; w < words.size(); ++w) {
          put(other(people, words[w], words.size() > 1 && w == 0));
        }
      } else {
        put(other(name.type, text, false));
      }
      MarkName({begin, static_cast<uint32_t>(out.labels.size()), name.type}, &out.labels);
      i = name.end;
    } else {
      const Token& token = from.tokens[i++];
      put(std::string_view(document.text).substr(token.begin, token.end - token.begin));
    }
    while (sentence < from.sentence_ends.size() && from.sentence_ends[sentence] <= i) {
      if (!out.text.empty()) out.text.back() = '\n';
      out.document.EndSentence();
      ++sentence;
    }
  }
  return out;
}

LabelledDocument InCapitals(const LabelledDocument& document, size_t first, size_t each,
                            Lexicon* lexicon) {
  LabelledDocument out;
  out.file = document.file;
  out.weight = document.weight;
  out.unmarked = document.unmarked;
  uint32_t begin = 0;
  for (size_t s = 0; s < document.document.sentence_ends.size(); ++s) {
    const uint32_t end = document.document.sentence_ends[s];
    if (s % each == first % each && end - begin < 20) {
      for (uint32_t i = begin; i < end; ++i) {
        const Token& token = document.document.tokens[i];
        const std::string word =
            Upper(std::string_view(document.text).substr(token.begin, token.end - token.begin));
        const auto at = static_cast<uint32_t>(out.text.size());
        out.text += word;
        out.text += ' ';
        out.document.tokens.push_back(
            {at, at + static_cast<uint32_t>(word.size()), lexicon->Find(word)});
        out.labels.push_back(document.labels[i]);
      }
      if (!out.text.empty()) out.text.back() = '\n';
      out.document.EndSentence();
    }
    begin = end;
  }
  return out;
}

LabelledDocument CutApart(const LabelledDocument& document, Lexicon* lexicon) {
  LabelledDocument out;
  out.file = document.file;
  out.weight = document.weight;
  out.unmarked = document.unmarked;
  std::vector<uint32_t> place(document.labels.size() + 1);  // of each token
  const auto put = [&](std::string_view word) {
    const auto at = static_cast<uint32_t>(out.text.size());
    out.text += word;
    out.text += ' ';
    out.document.tokens.push_back(
        {at, at + static_cast<uint32_t>(word.size()), lexicon->Find(word)});
  };
  size_t i = 0;
  for (const uint32_t end : document.document.sentence_ends) {
    for (; i < end; ++i) {
      place[i] = static_cast<uint32_t>(out.document.tokens.size());
      const Token& token = document.document.tokens[i];
      std::string_view word =
          std::string_view(document.text).substr(token.begin, token.end - token.begin);
      const bool letters = std::any_of(word.begin(), word.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      });
      for (size_t at; letters && word.size() > 1 && (at = word.find_first_of("-.")) != word.npos;) {
        if (at > 0) put(word.substr(0, at));
        put(word.substr(at, 1));
        word.remove_prefix(at + 1);
      }
      if (!word.empty()) put(word);
    }
    if (!out.text.empty()) out.text.back() = '\n';
    out.document.EndSentence();
  }
  place[i] = static_cast<uint32_t>(out.document.tokens.size());
  out.labels.assign(out.document.tokens.size(), kOutside);
  for (const Name& name : NamesOf(document.labels)) {
    MarkName({place[name.begin], place[name.end], name.type}, &out.labels);
  }
  return out;
}

}  // namespace textmill::entities
