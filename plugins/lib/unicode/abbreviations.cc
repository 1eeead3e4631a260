#include "plugins/lib/unicode/abbreviations.h"

#include <string>
#include <unordered_map>
#include <unordered_set>

namespace textmill::unicode {
namespace {

// Words, one after the other, with single spaces between.
template <class Take>
void ForEachWord(std::string_view words, Take take) {
  while (!words.empty()) {
    const size_t end = std::min(words.find(' '), words.size());
    take(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

std::unordered_set<std::string_view> SetOf(std::string_view words) {
  std::unordered_set<std::string_view> set;
  ForEachWord(words, [&](std::string_view word) { set.insert(word); });
  return set;
}

constexpr std::string_view kTitles =
    // English
    "Mr Mrs Ms Messrs Dr Drs Prof Rev Fr Hon Gen Lt Col Maj Capt Cmdr Sgt Cpl Pvt Adm Gov Sen Rep "
    "Reps Sens Pres Supt Det Insp Atty St Ste Mt Ft vs Vs cf Cf e.g i.e viz "
    // German
    "Hr Hrn bzw ca Ca evtl ggf vgl Vgl inkl exkl sog geb gest bspw dt engl franz röm städt staatl "
    "Dipl Ing Frl Prof.Dr z.B d.h u.a i.d.R o.g s.o v.a z.T Mag zzgl Hl "
    // French, Spanish, Portuguese, Italian, Dutch
    "M MM Mme Mmes Mlle Mlles Mgr Me Sr Sra Sres Srta Srs Dra Dña D Da Dn Lic Arq Exmo Exma Sto "
    "Sta "
    "Sig Sigg dott Dott ing avv prof on Dhr dhr Mevr mevr mw Mw drs ir Ir bijv "
    // Polish, Czech, Slovak, Scandinavian, Turkish
    "np tzw tzn prof ul al dyr inż mgr ks św např tzv č hr fru bl.a t.ex f.eks osv.t Sn Av "
    // Russian, Ukrainian, Bulgarian
    "им проф акад тов ул пр пер пл д-р г-н г-жа ген полк т.е т.н т.к см ср напр св";

constexpr std::string_view kNumbered =
    "No no Nos nos Nr nr Nrn n° Fig fig Figs figs Vol vol Ch ch Sec sec Art art Arts arts p pp P "
    "pp "
    "S Abs Bd Kap Ziff Tab Tel tel Ext ext col cap Cap pág págs pag núm Núm num tít par Par str "
    "стр "
    "рис табл гл ст п пп № Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Okt Dez v V c circa";

constexpr std::string_view kWords =
    "Inc Ltd Co Corp Bros Cos Llc Plc Pty Jr Sr Esq Ph.D M.D B.A M.A etc Etc al dept Dept approx "
    "est Est assn Assn univ Univ Blvd Ave Rd Mass Calif Conn Penn Wash Ariz Colo Fla Ill Ind Minn "
    "Miss Okla Ore Tenn Tex Wis usw Usw etw Mio Mrd Tsd Std Min Str ecc Ecc env enz Enz atd apod "
    "itd "
    "itp vb vs др пр г гг в вв тыс млн млрд руб коп долл обл р н.э";

constexpr std::string_view kStarters =
    "The A An In On At It He She We They You But And Or If When While After Before This That These "
    "Those There Here His Her Its Our Their My Your As For From With By To Of Not So Then However "
    "Also Meanwhile What Who Why How Where Which Some Many Most All Both Each Despite Although "
    "According Since During Until Under Over Last Now Only Even Just Its Such Still Yet Another "
    "Other One Two Three "
    "Der Die Das Ein Eine Einer Er Sie Es Wir Ich Im Am Und Aber Auch Doch Dies Diese Dieser "
    "Dieses "
    "Nach Bei Mit Für Auf Seit Wenn Dabei Dazu Damit Dort Nun Nur Noch Wie Was Wer Zwei Drei "
    "Les Une Il Elle Ils Elles Nous Vous Je On Ce Cette Ces Et Mais Dans En Au Aux À Pour Par Sur "
    "Selon Un Una Pero Se Es Su Sus Por Para Con Y Según Gli È Ma Nel Nella Os Os Uma Em Mas Het "
    "Een "
    "Hij Zij Wij Maar Op "
    "В На И Но Он Она Они Это Мы Я По За К О Об А При Для Как Что Его Её Их Также Однако Если "
    "Когда";

constexpr std::string_view kOrdinals =
    "am Am im Im der Der die Die das Das dem Dem den Den des Des vom Vom zum Zum zur Zur beim Beim "
    "bis Bis ab Ab seit Seit und";

constexpr std::string_view kMonths =
    "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember";

}  // namespace

Abbreviation FindAbbreviation(std::string_view word) {
  static const auto known = [] {
    std::unordered_map<std::string_view, Abbreviation> map;
    const auto add = [&](std::string_view words, Abbreviation kind) {
      ForEachWord(words, [&](std::string_view w) { map.emplace(w, kind); });
    };
    add(kTitles, Abbreviation::kTitle);
    add(kNumbered, Abbreviation::kNumber);
    add(kWords, Abbreviation::kWord);
    return map;
  }();
  const auto it = known.find(word);
  return it == known.end() ? Abbreviation::kNone : it->second;
}

bool StartsSentences(std::string_view word) {
  static const auto words = SetOf(kStarters);
  return words.contains(word);
}

bool PrecedesOrdinal(std::string_view word) {
  static const auto words = SetOf(kOrdinals);
  return words.contains(word);
}

bool FollowsOrdinal(std::string_view word) {
  static const auto words = SetOf(kMonths);
  return words.contains(word);
}

}  // namespace textmill::unicode
