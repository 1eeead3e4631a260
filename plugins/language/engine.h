// What all detectors have in common, for the stage: the built-in one, CLD2 and fastText.
//
// An engine is constant once restricted; any number of threads may call Detect, each with a scratch
// of its own.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_ENGINE_H_
#define TEXTMILL_PLUGINS_LANGUAGE_ENGINE_H_

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/lib/languages/guess.h"

namespace textmill::language {

class Engine {
 public:
  struct Scratch {
    virtual ~Scratch() = default;
  };
  virtual ~Engine() = default;
  // Only these languages are answers, by their places in the engine's list.
  virtual void Restrict(const std::vector<int>& languages) = 0;
  virtual std::unique_ptr<Scratch> NewScratch() const = 0;
  // `text` is UTF-8.
  virtual Guess Detect(std::string_view text, Scratch& scratch) const = 0;
};

// A detector as an engine.
template <class Detector>
class EngineOf final : public Engine {
 public:
  explicit EngineOf(Detector detector) : detector_(std::move(detector)) {}
  void Restrict(const std::vector<int>& languages) override { detector_.Restrict(languages); }
  std::unique_ptr<Scratch> NewScratch() const override { return std::make_unique<Held>(); }
  Guess Detect(std::string_view text, Scratch& scratch) const override {
    return detector_.Detect(text, static_cast<Held&>(scratch).of_detector);
  }

 private:
  struct Held final : Scratch {
    typename Detector::Scratch of_detector;
  };
  Detector detector_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_ENGINE_H_
