#include "core/cli/processors.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <thread>

namespace textmill::core {
namespace {

namespace fs = std::filesystem;

// The processors in the process's affinity mask; 0 when that is not known.
unsigned ProcessorsOfAffinity() {
  // The kernel needs a mask at least as large as its own, which is for as many as it could have.
  for (size_t most = 1024; most <= 1 << 20; most *= 2) {
    const std::unique_ptr<cpu_set_t, void (*)(cpu_set_t*)> mask(CPU_ALLOC(most),
                                                                [](cpu_set_t* m) { CPU_FREE(m); });
    const size_t size = CPU_ALLOC_SIZE(most);
    if (mask != nullptr && sched_getaffinity(0, size, mask.get()) == 0)
      return static_cast<unsigned>(CPU_COUNT_S(size, mask.get()));
  }
  return 0;
}

std::optional<double> NumberIn(const fs::path& file) {
  std::ifstream in(file);
  double number = 0;
  if (in >> number) return number;
  return std::nullopt;
}

// What one cgroup grants, in processors; nothing where it has no limit.
std::optional<double> Quota(const fs::path& folder) {
  std::optional<double> quota, period;
  std::ifstream file(folder / "cpu.max");  // version 2: "150000 100000" or "max 100000"
  if (std::string first; file >> first) {
    double time = 0, every = 0;
    if (first != "max" && std::istringstream(first) >> time && file >> every) {
      quota = time;
      period = every;
    }
  } else {
    quota = NumberIn(folder / "cpu.cfs_quota_us");  // version 1; -1: no limit
    period = NumberIn(folder / "cpu.cfs_period_us");
  }
  if (!quota || !period || *quota <= 0 || *period <= 0) return std::nullopt;
  return *quota / *period;
}

// Whether "cpu" is among the names in "cpu,cpuacct".
bool NamesCpu(const std::string& controllers) {
  std::istringstream names(controllers);
  for (std::string name; std::getline(names, name, ',');) {
    if (name == "cpu") return true;
  }
  return false;
}

}  // namespace

unsigned ProcessorsOfCgroup(const std::string& proc_cgroup, const std::string& root) {
  std::optional<double> least;
  std::istringstream lines(proc_cgroup);
  // "0::/path" for version 2, "4:cpu,cpuacct:/path" for version 1.
  for (std::string line; std::getline(lines, line);) {
    const size_t first = line.find(':');
    const size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    if (!controllers.empty() && !NamesCpu(controllers)) continue;
    fs::path base = root;
    if (!controllers.empty()) {
      std::error_code error;
      base /= fs::is_directory(base / controllers, error) ? controllers : "cpu";
    }
    // In a container the path may be the one outside, which is not there: then the root counts,
    // which is the container's own.
    fs::path folder = base / fs::path(line.substr(second + 1)).relative_path();
    while (true) {
      if (const auto quota = Quota(folder)) least = std::min(least.value_or(*quota), *quota);
      if (folder == base || folder.string().size() <= base.string().size()) break;
      folder = folder.parent_path();
    }
  }
  if (!least) return 0;
  return std::max(1u, static_cast<unsigned>(std::ceil(std::min(*least, 1e6))));
}

unsigned Processors() {
  unsigned n = ProcessorsOfAffinity();
  if (n == 0) n = std::max(1u, std::thread::hardware_concurrency());
  std::ifstream file("/proc/self/cgroup");
  std::ostringstream text;
  text << file.rdbuf();
  const unsigned granted = ProcessorsOfCgroup(text.str(), "/sys/fs/cgroup");
  return granted == 0 ? n : std::min(n, granted);
}

}  // namespace textmill::core
