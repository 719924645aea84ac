#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/support/http.h"
#include "tests/support/packages.h"
#include "tests/support/process.h"

namespace {

namespace files = std::filesystem;

/// Commands of a page that a reader may paste into a terminal.
struct Block {
  std::string before;  // the sentence that leads to them
  std::string commands;
};

std::string text_of(const files::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The ```sh blocks of a page between two places.
std::vector<Block> blocks_of(const std::string& page, std::size_t at, std::size_t end) {
  const std::string open = "```sh\n", close = "```\n";
  std::vector<Block> blocks;
  for (;;) {
    const std::size_t begin = page.find(open, at);
    if (begin >= end) return blocks;
    const std::size_t stop = page.find(close, begin + open.size());
    blocks.push_back({page.substr(at, begin - at), page.substr(begin + open.size(), stop - begin - open.size())});
    at = stop + close.size();
  }
}

/// Those under the heading `section`.
std::vector<Block> blocks_of(const std::string& page, const std::string& section) {
  const std::size_t at = page.find("\n## " + section + "\n");
  if (at == std::string::npos) return {};
  return blocks_of(page, at, std::min(page.find("\n## ", at + 1), page.size()));
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

bool answers(int port) {
  for (int attempt = 0; attempt < 600; ++attempt) {
    if (support::Http(port).get("/health/ready").status == 200) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

}  // namespace

TEST_CASE("the tour of the README goes as it says") {
  const auto blocks = blocks_of(text_of(repo_root() / "README.md"), "Five minutes");
  REQUIRE(blocks.size() >= 6);

  const support::TemporaryFolder folder;
  const int port = support::free_port();
  support::Process server({SETU_BINARY, "serve", "--data", folder.path() / "data", "--port", std::to_string(port), "--no-demo"},
                          folder.path() / "log");
  const bool ready = answers(port);
  INFO(server.output());
  REQUIRE(ready);

  const std::string prelude = "export SETU_DATA=" + (folder.path() / "data").string() +
      "; set -euo pipefail; curl() { command curl --silent --show-error --fail-with-body --max-time 30 \"$@\"; }\n";
  for (const Block& block : blocks) {
    if (block.commands.find("DIRECTORY") != std::string::npos) continue;
    std::string commands = replaced(block.commands, "127.0.0.1:8080", "127.0.0.1:" + std::to_string(port));
    commands = replaced(commands, "build/release/setu", SETU_BINARY);
    const auto finished = support::run({"bash", "-c", prelude + commands});
    INFO(block.commands << finished.output);
    const bool meant_to_fail = block.before.find("wrong") != std::string::npos;
    CHECK((finished.status == 0) != meant_to_fail);
  }
}

TEST_CASE("every search of the tour finds something in the demo data") {
  const std::string page = text_of(repo_root() / "examples/search/README.md");
  const auto blocks = blocks_of(page, 0, page.size());
  REQUIRE(blocks.size() >= 15);

  const support::TemporaryFolder folder;
  const int port = support::free_port();
  support::Process server({SETU_BINARY, "serve", "--data", folder.path() / "data", "--port", std::to_string(port)}, folder.path() / "log");
  const bool ready = answers(port);
  INFO(server.output());
  REQUIRE(ready);

  for (const Block& block : blocks) {
    const std::string prelude = "set -euo pipefail; export SETU_DATA=" + (folder.path() / "data").string() + "\n";
    const std::string commands = replaced(replaced(block.commands, "127.0.0.1:8080", "127.0.0.1:" + std::to_string(port)), "build/release/setu", SETU_BINARY);
    const auto finished = support::run({"bash", "-c", prelude + commands});
    INFO(block.before << block.commands << finished.output);
    CHECK(finished.status == 0);
    CHECK_FALSE(finished.output.empty());
    CHECK(finished.output != "0\n");
    CHECK(finished.output.find("null") == std::string::npos);
  }
}
