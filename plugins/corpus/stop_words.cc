#include "plugins/corpus/stop_words.h"

namespace textmill::corpus {
namespace {

struct StopList {
  std::string_view language, words;
};

// Words as Textmill cuts them: what an apostrophe parts is there in parts.
constexpr StopList kLists[] = {
    {"ar",
     "في من إلى على عن مع بين حتى منذ خلال بعد قبل عند لدى ضد نحو حول دون غير سوى و أو أم ثم بل "
     "لكن "
     "لكنه إن أن إذا لو لولا لأن كي حيث حين بينما كما كل بعض أي هذا هذه ذلك تلك هؤلاء أولئك هنا "
     "هناك "
     "الذي التي الذين اللذان اللتان ما ماذا متى أين كيف لماذا هل هو هي هم هما هن أنا أنت أنتم نحن "
     "كان كانت كانوا يكون تكون ليس ليست لم لن لا قد لقد سوف به بها له لها لهم فيه فيها عليه عليها "
     "منه منها أنه أنها وقد ولا وفي ومن كذلك أيضا فقط"},
    {"bg",
     "и или но а обаче че да ако когато защото понеже докато макар като както тъй така ни нито "
     "във в с със на за от до по при към през след пред над под между без около според срещу "
     "освен аз ти той тя то ние вие те мен мене теб тебе него нея нас вас тях ме те го я ги ми "
     "ти му й им си се мой твой свой негов неин наш ваш техен този тази това тези онзи онази "
     "онова онези който която което които кой коя кое кои какво къде кога как защо съм си е "
     "сме сте са бях беше бяха бил била било били бъде бъдат ще не няма има нека ли бе вече "
     "още само също много тук там всички всеки всичко"},
    {"ca",
     "el la els les l un una uns unes i o ni però sinó que si perquè quan mentre encara com on "
     "de del dels d a al als en amb per pel pels sense sota sobre entre fins des contra segons "
     "durant cap jo tu ell ella nosaltres vosaltres ells elles vostè em et es ens us el la li "
     "els hi ho em me te se meu meva meus meves teu teva seu seva seus seves nostre nostra "
     "vostre aquest aquesta aquests aquestes això aquell aquella aquells aquelles allò qui què "
     "qual quals quin quina quins soc ets és som sou són era eren fou va van ser estat sigui "
     "està estan he has ha hem heu han havia haver hi ha no ja més molt també només aquí allà "
     "tot tota tots totes altre altra altres cada"},
    {"cs",
     "a i nebo ani ale však avšak že aby když kdyby protože jestli zda jako než proto tedy neboť "
     "v ve na do z ze s se si k ke o od po pod pro při před přes za u bez mezi nad podle proti "
     "kolem "
     "já ty on ona ono my vy oni mě mne mi mu ho jej jí ji jim je ním ní nás nám vás vám jich ten "
     "ta "
     "to ti tu té toho tomu tom tím těch tato tento toto který která které kteří kterou kterého "
     "kdo "
     "co jaký svůj své svou svého můj tvůj jeho její jejich náš váš být jsem jsi jsme jste jsou "
     "byl "
     "byla bylo byli byly bude budou by bych není nejsou má mají může mohou už jen ještě také tak "
     "zde "
     "tam kde kdy jak ne ano"},
    {"da",
     "og eller men at som der den det de en et jeg du han hun vi i mig dig ham hende os jer dem "
     "sig "
     "min mit mine din dit dine hans hendes vores jeres deres sin sit sine på af til fra for med "
     "om "
     "ved under over efter før mellem uden mod hos gennem hvis når da fordi så end ikke ingen "
     "intet "
     "er var være været har havde have bliver blev blive kan kunne skal skulle vil ville må måtte "
     "denne dette disse hvem hvad hvor hvornår hvordan hvilken her der også kun jo nu op ud ned "
     "ind "
     "noget nogle alle meget"},
    {"de",
     "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner und "
     "oder aber denn sondern dass daß ob wenn weil als wie während obwohl damit nachdem bevor bis "
     "ich du er sie es wir ihr mich dich ihn uns euch mir dir ihm ihnen sich mein meine meinen "
     "meinem "
     "meiner dein deine sein seine seinen seinem seiner seines ihre ihren ihrem ihrer ihres unser "
     "unsere euer eure dieser diese dieses diesen diesem jener jene jenes jeder jede jedes jeden "
     "welcher welche welches wer was wem wen wo wann warum man in im an am auf aus bei beim mit "
     "nach "
     "von vom zu zum zur für durch gegen ohne um über unter vor hinter neben zwischen seit ab "
     "trotz "
     "wegen bin bist ist sind seid war waren warst wäre wären gewesen habe hast hat haben hatte "
     "hatten hätte werde wird werden wurde wurden würde worden kann können konnte könnte muss "
     "müssen "
     "musste soll sollen sollte will wollen wollte darf dürfen mag nicht auch nur noch schon so "
     "doch "
     "da dann hier dort ja nein etwa sehr"},
    {"el",
     "ο η το οι τα του της των τον την τους τις ένας μια μία ένα ενός μιας και ή αλλά όμως ότι πως "
     "που να θα αν όταν επειδή γιατί όπως ώστε ούτε μήτε σε στο στη στην στον στα στους στις στου "
     "από με για προς κατά μετά πριν χωρίς μέχρι έως ως παρά αντί εγώ εσύ αυτός αυτή αυτό εμείς "
     "εσείς αυτοί αυτές αυτά μου σου μας σας με σε τον εκείνος εκείνη εκείνο όποιος ποιος ποια "
     "ποιο τι είμαι είσαι είναι είμαστε ήταν ήμουν έχω έχει έχουν έχουμε είχε είχαν δεν μη μην όχι "
     "ναι πολύ πιο εδώ εκεί πού πότε πώς"},
    {"en",
     "the a an and or but nor so yet if then else than that because while although though unless "
     "until since whether as i you he she it we they me him her us them my your his its our their "
     "mine yours hers ours theirs myself yourself himself herself itself ourselves yourselves "
     "themselves this these those who whom whose which what when where why how all any both each "
     "every few more most much many some such no none not only own same other another of in on at "
     "by "
     "for with about against between into through during before after above below to from up down "
     "out off over under again further within without upon toward towards among per via am is are "
     "was were be been being have has had having do does did doing done will would shall should "
     "can "
     "could may might must ought here there now just also too very s t d ll m re ve don isn aren "
     "wasn weren hasn haven hadn doesn didn won wouldn shouldn couldn"},
    {"es",
     "el la los las lo un una unos unas y e o u ni pero sino mas que si porque pues cuando "
     "mientras "
     "aunque como donde a al ante bajo con contra de del desde durante en entre hacia hasta "
     "mediante "
     "para por según sin sobre tras yo tú él ella ello usted nosotros nosotras vosotros ellos "
     "ellas "
     "ustedes me te se nos os le les mí ti sí conmigo mi mis tu tus su sus nuestro nuestra "
     "nuestros "
     "nuestras vuestro vuestra este esta estos estas esto ese esa esos esas eso aquel aquella "
     "aquellos aquellas quien quienes cual cuales cuyo cuya qué quién cuál cuándo dónde cómo soy "
     "eres es somos son era eran fue fueron ser sido sea sean siendo estoy está están estaba "
     "estaban "
     "estar he ha han había habían haber hay hubo tiene tienen tenía puede pueden no ya más muy "
     "tan "
     "también solo sólo aquí allí todo toda todos todas otro otra otros otras cada algo alguien "
     "nada nadie"},
    {"fa",
     "و یا اما ولی بلکه که اگر چون زیرا تا هم نیز پس چه چرا چگونه کجا کی چنین چنان در به از با "
     "بر برای را بی جز بدون میان بین نزد روی زیر پیش پس درباره طی علیه سوی من تو او ما شما "
     "ایشان آنها آنان این آن اینها همین همان خود خویش هر همه هیچ چند بعضی برخی دیگر یک کسی "
     "چیزی است هست بود بودند باشد باشند نیست شد شده شود شوند "
     "می‌شود "
     "کرد "
     "کرده "
     "کند "
     "کنند "
     "می‌کند "
     "دارد دارند داشت داشته خواهد باید نباید اند ام ای نه بله فقط هنوز حتی بسیار اینجا آنجا "
     "اکنون"},
    {"fi",
     "ja tai sekä eli mutta vaan että jos kun koska vaikka jotta kuin niin ettei minä sinä hän se "
     "me "
     "te he ne minun sinun hänen sen meidän teidän heidän niiden minua sinua häntä sitä meitä "
     "heitä "
     "niitä minulle hänelle sille tämä tuo nämä nuo tämän tuon tässä siinä tuossa tähän siihen "
     "joka "
     "jotka jonka jota jossa johon josta mikä mitä missä mihin kuka ketä milloin miten miksi olen "
     "olet on olemme olette ovat oli olivat ole ollut olla olisi en et ei emme ette eivät älä voi "
     "voivat pitää ovat myös vain vielä jo nyt sitten täällä siellä kanssa ilman ennen jälkeen "
     "kautta vastaan noin"},
    {"fr",
     "le la les l un une des du de d au aux et ou mais ni car donc or que qu qui quoi dont où si "
     "comme quand lorsque puisque parce tandis à dans en par pour sur sous avec sans vers chez "
     "entre "
     "contre depuis pendant avant après jusque jusqu selon malgré je j tu il elle on nous vous ils "
     "elles me m te t se s lui leur leurs moi toi soi eux y mon ma mes ton ta tes son sa ses notre "
     "nos votre vos ce cet cette ces c ça cela ceci celui celle ceux celles quel quelle quels "
     "quelles lequel laquelle lesquels suis es est sommes êtes sont étais était étaient été être "
     "sera seront serait soit fut ai as a avons avez ont avait avaient eu avoir aura fait ne n pas "
     "plus point aussi très bien ici là tout toute tous toutes même mêmes autre autres chaque "
     "quelque quelques"},
    {"he",
     "של על עם אל את בין לפני אחרי תחת מעל ליד נגד בלי ללא לפי כמו כדי בגלל למרות עד מן מתוך "
     "אצל דרך במשך לקראת או אבל אך אלא כי אם כאשר כש אשר גם רק לא אין יש היה הייתה היו יהיה "
     "תהיה יהיו להיות הוא היא הם הן אני אתה אתם אתן אנחנו אנו שלי שלך שלו שלה שלנו שלכם שלהם "
     "אותו אותה אותם אותי אותנו לו לה להם לי לנו לך בו בה בהם ממנו ממנה מהם עליו עליה עליהם זה "
     "זו זאת אלה אלו כל כמה מה מי איך איפה מתי למה מדוע כן כבר עוד מאוד יותר פחות שם כאן פה אז"},
    {"hr",
     "i ili ali a nego no pa te da ako kad kada jer dok iako kao što kako gdje ni niti u na o "
     "po s sa k ka za od do iz bez pri kroz preko pod nad pred među između prema protiv oko "
     "nakon prije zbog radi uz ja ti on ona ono mi vi oni one mene me tebe te njega ga nju je "
     "nas vas njih ih meni mi tebi ti njemu mu njoj joj nam vam njima im sebe se sebi si moj "
     "tvoj svoj njegov njezin naš vaš njihov ovaj ova ovo ovi ove taj ta to tog tom tim onaj "
     "koji koja koje kojeg kojoj kojim tko što sam si je smo ste su bio bila bilo bili biti "
     "bude budu će ću bi ne nije nisu li već još samo također vrlo ovdje tu tamo sve svi"},
    {"hu",
     "a az egy és vagy de hanem hogy ha mert mint mivel amikor míg bár azonban tehát sem se is én "
     "te "
     "ő mi ti ők engem téged őt minket titeket őket nekem neked neki nekünk nekik ez ezek az azok "
     "ezt azt ennek annak ebben abban erre arra ami amely amelyek aki akik amit akit ki mi mit hol "
     "mikor hogyan miért van vannak volt voltak lesz lenne legyen vagyok vagyunk nem nincs ne igen "
     "már még csak nagyon így úgy itt ott fel le ki be el meg alatt által után előtt között "
     "mellett "
     "nélkül szerint felé miatt minden"},
    {"hy",
     "և եւ ու կամ բայց իսկ որ եթե երբ քանի որպեսզի ինչպես թե նաև էլ ես դու նա մենք դուք նրանք ինձ "
     "քեզ նրան մեզ ձեզ նրանց իմ քո նրա մեր ձեր իր իրենց այս այդ այն սա դա նա սրանք դրանք որը որոնք "
     "որի որոնց ով ինչ որտեղ եմ ես է ենք եք են էի էր էինք էին եղել լինել կա կան չէ չի չեն չեմ ոչ "
     "այո մեջ վրա հետ մոտ մասին համար առանց մինչև հետո առաջ ըստ դեպի միայն արդեն դեռ շատ ամեն "
     "բոլոր "
     "մի մեկ"},
    {"id",
     "dan atau tetapi namun melainkan bahwa jika kalau bila karena sebab agar supaya meskipun "
     "walaupun sementara ketika saat sejak hingga sampai seperti sebagai maka serta lalu "
     "kemudian di ke dari pada dalam untuk dengan oleh tentang antara terhadap tanpa bagi "
     "kepada atas bawah sebelum sesudah setelah saya aku kamu anda engkau dia ia beliau kami "
     "kita mereka ku mu nya ini itu tersebut sini situ sana yang apa siapa mana kapan "
     "bagaimana mengapa berapa adalah ialah merupakan ada akan telah sudah sedang masih belum "
     "bisa dapat harus boleh tidak bukan jangan juga hanya saja lagi sangat lebih paling para "
     "semua setiap suatu sebuah seorang lain pun lah kah"},
    {"it",
     "il lo la i gli le l un uno una e ed o od ma né che chi cui se perché poiché quando mentre "
     "benché come dove anche di d a ad da in con su per tra fra del dello della dei degli delle "
     "dell "
     "al allo alla ai agli alle all dal dallo dalla dai dagli dalle dall nel nello nella nei negli "
     "nelle nell sul sullo sulla sui sugli sulle sull col coi io tu lui lei esso noi voi loro mi "
     "ti "
     "si ci vi me te sé ne mio mia miei mie tuo tua suo sua suoi sue nostro nostra nostri nostre "
     "vostro questo questa questi queste quello quella quelli quelle quel quei ciò quale quali "
     "sono "
     "sei è siamo siete era erano ero fu furono essere stato stata stati state sia siano sarà ho "
     "hai "
     "ha abbiamo avete hanno aveva avevano avere avuto non più molto già ancora così qui lì tutto "
     "tutti tutta tutte altro altri ogni"},
    {"nl",
     "de het een en of maar want dus dat die wat wie welke dit deze als dan toen omdat terwijl "
     "hoewel "
     "zodat tot ik jij je u hij zij ze het wij we jullie mij me jou hem haar ons hen hun zich mijn "
     "jouw uw zijn onze in op aan bij met van voor naar uit over onder tussen door tegen zonder om "
     "te "
     "ter ten na sinds tijdens volgens ben bent is zijn was waren geweest wees heb hebt heeft "
     "hebben "
     "had hadden word wordt worden werd werden geworden kan kunnen kon konden zal zullen zou "
     "zouden "
     "moet moeten moest wil willen mag mogen niet geen ook nog al wel er hier daar waar hoe waarom "
     "wanneer meer zeer alleen"},
    {"no",
     "og eller men at som den det de en ei et jeg du han hun vi dere meg deg ham henne oss dem seg "
     "min mitt mine din ditt dine hans hennes vår vårt våre deres sin sitt sine på av til fra for "
     "med "
     "om ved under over etter før mellom uten mot hos gjennom hvis når da fordi så enn ikke ingen "
     "er "
     "var være vært har hadde ha blir ble bli kan kunne skal skulle vil ville må måtte denne dette "
     "disse hvem hva hvor hvordan hvilken her der også bare jo nå opp ut ned inn noe noen alle"},
    {"pl",
     "i oraz a lub albo ale lecz jednak że żeby aby gdy kiedy jeśli jeżeli bo ponieważ chociaż jak "
     "niż więc w we na do z ze o od po pod przed przez przy za u dla bez nad między według ku ja "
     "ty "
     "on ona ono my wy oni one mnie mi cię ci go mu jego jej ją nim nią nas nam was wam ich im "
     "nich "
     "nimi się siebie sobie ten ta to ci te tego tej temu tym tą tych tymi który która które "
     "którzy "
     "którego której których kto co jaki jaka mój twój swój swoje nasz wasz być jestem jesteś jest "
     "jesteśmy są był była było byli były będzie będą by nie tak tu tam gdzie już jeszcze tylko "
     "także też bardzo może mogą ma mają"},
    {"pt",
     "o a os as um uma uns umas e ou mas nem que se porque pois quando enquanto embora como onde "
     "de "
     "do da dos das em no na nos nas a ao à aos às por pelo pela pelos pelas para com sem sob "
     "sobre "
     "entre até desde contra após perante num numa eu tu ele ela você nós vós eles elas vocês me "
     "te "
     "se lhe lhes nos vos mim ti si meu minha meus minhas teu tua seu sua seus suas nosso nossa "
     "nossos nossas este esta estes estas isto esse essa esses essas isso aquele aquela aqueles "
     "aquelas aquilo quem qual quais cujo cuja sou é somos são era eram foi foram ser sido seja "
     "estou está estão estava estar tenho tem têm tinha tinham ter há havia não já mais muito "
     "também "
     "só aqui ali lá todo toda todos todas outro outra outros outras cada"},
    {"ro",
     "și sau dar iar nici că să dacă când pentru deoarece deși ca cum unde care ce cine cui cărui "
     "cărei căror în la de din pe cu fără spre prin sub peste între după înainte până lângă despre "
     "către contra un o unui unei unor al a ai ale lui eu tu el ea noi voi ei ele mine tine îmi "
     "îți "
     "își mă te se ne vă îl îi le meu mea mei mele tău ta său sa săi sale nostru noastră acest "
     "această acești aceste acel acea acei acele acesta aceasta sunt ești este e suntem era erau "
     "fost "
     "fi fie am are avem au avea va vor nu mai foarte doar numai aici acolo tot toate toți"},
    {"ru",
     "и а но или либо да же ли бы б не ни что чтобы как если когда пока потому поэтому хотя чем то "
     "так будто в во на с со к ко о об обо от из изо у за под над при про по до для без через "
     "между "
     "перед около после против я ты он она оно мы вы они меня тебя его её ее нас вас их мне тебе "
     "ему "
     "ей нам вам им мной тобой ним ней нём нем ними них себя себе собой мой моя моё мои твой свой "
     "своя своё свои своего своей своих наш наша наше наши ваш этот эта это эти этого этой этому "
     "этим "
     "этих тот та те того той тому тем тех который которая которое которые которого которой "
     "которых "
     "кто кого кому чего чему где куда откуда почему весь вся всё все всего всех всем есть был "
     "была "
     "было были быть будет будут нет уже ещё еще только также тоже очень здесь там тут вот"},
    {"sk",
     "a i aj alebo či ale však no že aby keď ak pretože lebo hoci ako než preto teda ani v vo "
     "na do z zo s so k ku o od po pod pre pri pred cez za u bez medzi nad podľa proti okolo "
     "ja ty on ona ono my vy oni ony mňa ma mne mi teba ťa ti jeho ho jemu mu jej ju nás nám "
     "vás vám ich im nimi nich seba sa si môj tvoj svoj jej náš váš ten tá to tí tie toho tomu "
     "tom tým tých tento táto toto ktorý ktorá ktoré ktorí ktorého ktorej ktorých kto čo aký "
     "čí byť som si je sme ste sú bol bola bolo boli bude budú by nie nemá má majú môže môžu "
     "už ešte len iba tiež veľmi tu tam kde kedy tak"},
    {"sl",
     "in ali pa ter vendar toda a da če ker ko kadar medtem čeprav kot kakor kjer ne niti v na "
     "o po s z k h za od do iz brez pri skozi pod nad pred med proti okoli zaradi glede jaz ti "
     "on ona ono mi vi oni one mene me tebe te njega ga nje jo nas vas njih jih meni mi tebi "
     "ti njemu mu nji ji nam vam njim jim sebe se sebi si moj tvoj svoj njegov njen naš vaš "
     "njihov ta to te tega tej tem teh tisti tista tisto ki kateri katera katero kdo kaj kako "
     "kje kdaj zakaj sem si je sva smo ste so bil bila bilo bili biti bo bodo bom bi ni niso "
     "že še samo le tudi zelo tukaj tam vse vsi vsak"},
    {"sr",
     "и или али а него но па те да ако кад када јер док иако као што како где ни нити у на о "
     "по с са к ка за од до из без при кроз преко под над пред међу између према против око "
     "након после пре због ради уз ја ти он она оно ми ви они оне мене ме тебе њега га њу је "
     "нас вас њих их мени теби њему му њој јој нам вам њима им себе се себи мој твој свој "
     "његов њен наш ваш њихов овај ова ово ови ове тај та то тог том тим онај који која које "
     "ког којој којим ко шта сам си смо сте су био била било били бити буде ће ћу би не није "
     "нису ли већ још само такође врло овде ту тамо све сви"},
    {"sv",
     "och eller men att som den det de en ett jag du han hon vi ni mig dig honom henne oss er dem "
     "sig "
     "min mitt mina din ditt dina hans hennes vår vårt våra deras sin sitt sina på av till från "
     "för "
     "med om vid under över efter före mellan utan mot hos genom i ur åt när då därför eftersom så "
     "än inte ingen inget inga är var vara varit har hade ha blir blev bli kan kunde ska skall "
     "skulle "
     "vill ville måste får fick denna detta dessa vem vad var hur vilken vilket vilka här där "
     "också "
     "bara ju nu upp ut ner in något någon några alla mycket"},
    {"tr",
     "ve veya ya da de ki ama fakat ancak çünkü eğer ise ile için gibi kadar göre karşı doğru "
     "sonra "
     "önce beri üzere rağmen ben sen o biz siz onlar beni seni onu bizi sizi onları bana sana ona "
     "bize size onlara benim senin onun bizim sizin onların bu şu bunlar şunlar bunu şunu buna "
     "bunun "
     "bir her hiç bazı tüm bütün kim ne neden niçin nasıl nerede hangi mi mı mu mü değil var yok "
     "olan olarak oldu olduğu olduğunu olur olacak idi imiş en çok daha pek hem hep şimdi burada "
     "orada kendi kendisi"},
    {"uk",
     "і й та а але або чи що щоб як якщо коли поки тому бо хоча ніж то так ж же би б не ні в у на "
     "з "
     "із зі до від по за під над при про для без через між перед біля після проти о об я ти він "
     "вона "
     "воно ми ви вони мене тебе його її нас вас їх мені тобі йому їй нам вам їм ним нею ними них "
     "себе собі мій моя моє мої твій свій своя своє свої наш наша ваш цей ця це ці цього цієї "
     "цьому "
     "цим цих той та те ті того тієї тому тим тих який яка яке які якого якої яких хто що кого "
     "чого "
     "де куди звідки чому весь вся все всі всіх є був була було були бути буде будуть немає вже ще "
     "тільки лише також теж дуже тут там ось"},
};

}  // namespace

std::vector<std::string> StopWords(std::string_view language) {
  std::vector<std::string> out;
  for (const StopList& list : kLists) {
    if (list.language != language) continue;
    for (size_t begin = 0; begin < list.words.size();) {
      size_t end = list.words.find(' ', begin);
      if (end == list.words.npos) end = list.words.size();
      if (end > begin) out.emplace_back(list.words.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return out;
}

std::string StopWordLanguages() {
  std::string out;
  for (const StopList& list : kLists) out.append(out.empty() ? "" : ", ").append(list.language);
  return out;
}

}  // namespace textmill::corpus
