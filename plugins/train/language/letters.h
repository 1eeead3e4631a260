// The model's table of characters, made from the Unicode data of ICU.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_LETTERS_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_LETTERS_H_

#include "plugins/lib/language-model/words.h"

namespace textmill::language {

Letters MakeLetters();

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_LETTERS_H_
