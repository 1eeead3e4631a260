// What a detector answers.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_GUESS_H_
#define TEXTMILL_PLUGINS_LANGUAGE_GUESS_H_

namespace textmill::language {

struct Guess {
  int language = -1;     // index into the detector's languages, -1: undetermined
  float confidence = 0;  // 0 to 1; 0 when undetermined
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_GUESS_H_
