// The model's table of characters, made from the Unicode data of ICU.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_LETTERS_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_LETTERS_H_

#include "plugins/lib/language-model/model_data.h"

namespace textmill::language {

// Fills the letters and pairs.
void MakeLetters(ModelData* data);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_LETTERS_H_
