#include "core/cli/commands.h"

namespace textmill::core {
namespace {

constexpr Command kCommands[] = {
    {"run", "check a pipeline, then run it", RunCommand},
    {"check", "find every mistake in a pipeline without running it", CheckCommand},
    {"explain", "show what a pipeline will do, step by step", ExplainCommand},
    {"preview", "run the first documents through a pipeline and show each step; nothing is written",
     PreviewCommand},
    {"report", "make a page of what runs did, from their summaries", ReportCommand},
    {"head", "show the first documents of any file that can be read", HeadCommand},
    {"count", "count the documents of any files that can be read", CountCommand},
    {"kwic", "find words, phrases and patterns in any files, each hit in its context", KwicCommand},
    {"search", "find documents by their words in a database that write.sqlite made", SearchCommand},
    {"explain-duplicate", "show a duplicate beside what it repeats", ExplainDuplicateCommand},
    {"lock", "pin the plugins that a pipeline uses, for `run --locked`", LockCommand},
    {"new-plugin", "write the folder of a new plugin, ready to build", NewPluginCommand},
    {"plugins", "list all plugins and stages, or show one stage in full", PluginsCommand},
    {"schema", "print the JSON Schema of pipelines, for editors", SchemaCommand},
    {"test-plugin", "check that a plugin keeps the promises of the interface", TestPluginCommand},
    {"completion", "print what makes a shell complete commands, options and files",
     CompletionCommand},
    {"manual", "print the manual page, for `man`", ManualCommand},
};

}  // namespace

std::span<const Command> Commands() { return kCommands; }

}  // namespace textmill::core
