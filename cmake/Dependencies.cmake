# Every library that the host, the bundled plugins or the tests use, all from Debian 12.
# Whoever needs one links its target; the package names are listed in ./dev.
find_package(Threads REQUIRED)
find_package(Boost 1.74 REQUIRED COMPONENTS program_options)  # Boost::headers, Boost::program_options
find_package(spdlog REQUIRED)                                 # spdlog::spdlog
find_package(yaml-cpp REQUIRED)                               # yaml-cpp
find_package(TBB REQUIRED)                                    # TBB::tbb
find_package(simdjson REQUIRED)                               # simdjson::simdjson
find_package(ICU REQUIRED COMPONENTS uc i18n)                 # ICU::uc ICU::i18n
find_package(ZLIB REQUIRED)                                   # ZLIB::ZLIB
find_package(EXPAT REQUIRED)                                  # EXPAT::EXPAT
find_package(SQLite3 REQUIRED)                                # SQLite::SQLite3
find_package(absl REQUIRED)                                   # absl::flat_hash_map and others
find_package(PkgConfig REQUIRED)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)      # PkgConfig::zstd
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)  # PkgConfig::xxhash
pkg_check_modules(nettle REQUIRED IMPORTED_TARGET nettle)      # PkgConfig::nettle
pkg_check_modules(pcre2 REQUIRED IMPORTED_TARGET libpcre2-8)  # PkgConfig::pcre2
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)     # PkgConfig::libzip
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)           # PkgConfig::re2
pkg_check_modules(isal REQUIRED IMPORTED_TARGET libisal)       # PkgConfig::isal
pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlidec)  # PkgConfig::brotli
pkg_check_modules(gmime REQUIRED IMPORTED_TARGET gmime-3.0)     # PkgConfig::gmime
pkg_check_modules(uchardet REQUIRED IMPORTED_TARGET uchardet)  # PkgConfig::uchardet
pkg_check_modules(fasttext REQUIRED IMPORTED_TARGET fasttext)  # PkgConfig::fasttext

# CLD2 with its full tables: libcld2_full replaces tables that libcld2 holds in small, so it must
# come first, and must be kept although no symbol of ours names it.
find_path(CLD2_INCLUDE_DIR cld2/public/compact_lang_det.h REQUIRED)
find_library(CLD2_FULL_LIBRARY cld2_full REQUIRED)
find_library(CLD2_LIBRARY cld2 REQUIRED)
add_library(cld2_full INTERFACE)
add_library(cld2::full ALIAS cld2_full)
target_include_directories(cld2_full SYSTEM INTERFACE ${CLD2_INCLUDE_DIR})
target_link_libraries(cld2_full INTERFACE
  "-Wl,--push-state,--no-as-needed ${CLD2_FULL_LIBRARY} ${CLD2_LIBRARY} -Wl,--pop-state")

if(BUILD_TESTING)
  find_package(GTest REQUIRED)      # GTest::gtest_main GTest::gmock
  find_package(benchmark REQUIRED)  # benchmark::benchmark_main
endif()
