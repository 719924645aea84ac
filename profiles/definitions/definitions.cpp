#include "profiles/definitions/definitions.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "profiles/definitions/checksum.h"

namespace profiles {
namespace {

fhir::Outcome unusable(const std::filesystem::path& file, const std::string& why) {
  return fhir::Outcome(fhir::IssueType::exception, "The definitions file " + file.string() + " " + why +
                                                       "; build it again with the target 'definitions', or name another with --definitions.");
}

}  // namespace

fhir::Result<std::shared_ptr<const Definitions>> Definitions::open(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return unusable(file, "cannot be opened");
  struct stat status {};
  const bool sized = ::fstat(descriptor, &status) == 0 && status.st_size >= static_cast<off_t>(sizeof(layout::Header));
  void* data = sized ? ::mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_SHARED, descriptor, 0) : MAP_FAILED;
  ::close(descriptor);
  if (data == MAP_FAILED) return unusable(file, "is empty or cannot be mapped");

  std::shared_ptr<Definitions> definitions(new Definitions);
  definitions->data_ = static_cast<const char*>(data);
  definitions->size_ = static_cast<std::size_t>(status.st_size);
  definitions->header_ = static_cast<const layout::Header*>(data);
  const layout::Header& header = *definitions->header_;
  if (std::memcmp(header.magic, layout::magic, sizeof header.magic) != 0) return unusable(file, "is of another version");
  // The checksum also vouches for every offset inside.
  if (header.checksum != checksum({definitions->data_ + sizeof header, definitions->size_ - sizeof header})) {
    return unusable(file, "is damaged");
  }
  std::vector<std::string_view> types;
  for (const layout::Invariant& row : definitions->table<layout::Invariant>(header.invariants)) {
    const auto* program = reinterpret_cast<const std::byte*>(definitions->data_ + row.program);
    auto expression = fhir::path::Expression::from_bytes({program, row.program_size});
    if (!expression) return unusable(file, "is of another version");
    types.push_back(definitions->text(row.type));
    definitions->invariants_.push_back({definitions->text(row.element), definitions->text(row.key), definitions->text(row.human),
                                        definitions->text(row.expression), std::move(*expression), row.is_error != 0});
  }
  // The file has them ordered by type.
  for (std::size_t first = 0; first < types.size();) {
    std::size_t last = first;
    while (last < types.size() && types[last] == types[first]) ++last;
    definitions->by_type_.emplace(types[first], std::span<const Invariant>(definitions->invariants_).subspan(first, last - first));
    first = last;
  }
  return std::shared_ptr<const Definitions>(definitions);
}

Definitions::~Definitions() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

std::string_view Definitions::text(layout::Text text) const { return {data_ + header_->pool.offset + text.offset, text.length}; }

template <class Row>
std::span<const Row> Definitions::table(layout::Table table) const {
  return {reinterpret_cast<const Row*>(data_ + table.offset), table.count};
}

std::optional<std::span<const layout::Code>> Definitions::rows_of(std::string_view value_set) const {
  const auto sets = table<layout::ValueSet>(header_->value_sets);
  const auto set = std::lower_bound(sets.begin(), sets.end(), value_set,
                                    [this](const layout::ValueSet& row, std::string_view url) { return text(row.url) < url; });
  if (set == sets.end() || text(set->url) != value_set) return std::nullopt;
  return table<layout::Code>(header_->codes).subspan(set->first, set->count);
}

std::optional<std::vector<Definitions::Code>> Definitions::codes_of(std::string_view value_set) const {
  const auto rows = rows_of(value_set);
  if (!rows) return std::nullopt;
  std::vector<Code> codes;
  for (const layout::Code& row : *rows) codes.push_back({text(row.system), text(row.code)});
  return codes;
}

std::optional<bool> Definitions::has_code(std::string_view value_set, std::string_view system, std::string_view code) const {
  const auto codes = rows_of(value_set);
  if (!codes) return std::nullopt;
  auto found = std::lower_bound(codes->begin(), codes->end(), code,
                                [this](const layout::Code& row, std::string_view wanted) { return text(row.code) < wanted; });
  for (; found != codes->end() && text(found->code) == code; ++found) {
    if (system.empty() || text(found->system) == system) return true;
  }
  return false;
}

std::span<const Invariant> Definitions::invariants(std::string_view type) const {
  const auto found = by_type_.find(type);
  return found == by_type_.end() ? std::span<const Invariant>() : found->second;
}

std::vector<std::string_view> Definitions::profiles_of(std::string_view type) const {
  std::vector<std::string_view> urls;
  for (const layout::Structure& row : table<layout::Structure>(header_->structures)) {
    if (text(row.type) == type) urls.push_back(text(row.url));
  }
  return urls;
}

std::size_t Definitions::value_set_count() const { return header_->value_sets.count; }

}  // namespace profiles
