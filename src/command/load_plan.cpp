#include "src/command/load_plan.h"

#include <algorithm>

#include "fhir/json/tree.h"
#include "fhir/r4/registry.h"
#include "src/command/input.h"

namespace setu::command {
namespace {

namespace fs = std::filesystem;
using fhir::json::Node;

/// Synthea writes what its patients refer to into files of these names; so does `setu demo`.
bool is_referred_to(const fs::path& file) {
  const std::string name = file.filename();
  return name.starts_with("hospital") || name.starts_with("practitioner");
}

bool is_data(const fs::path& file) {
  const Form form = form_of(file);
  return (form == Form::json || form == Form::ndjson) && !file.filename().string().starts_with(".");
}

fhir::Outcome no_resource(std::string why) { return {fhir::IssueType::structure, "This is not a FHIR resource: " + std::move(why)}; }

/// Where a resource goes: PUT under its id, else POST.
struct Place {
  std::string method;
  std::string target;
};

fhir::Result<Place> place_of(const Node& resource) {
  const std::string type(resource.text_of("resourceType"));
  if (resource.kind != fhir::json::Kind::object || type.empty()) return no_resource("it has no resourceType.");
  if (fhir::r4::resource_type(type) == nullptr) return no_resource("R4 has no resource type '" + type + "'.");
  const std::string id(resource.text_of("id"));
  return id.empty() ? Place{"POST", type} : Place{"PUT", type + "/" + id};
}

void append_entry(std::string& entries, std::string_view resource, const Place& place) {
  if (!entries.empty()) entries += ',';
  entries.append(R"({"resource":)").append(resource).append(R"(,"request":{"method":")").append(place.method).append(R"(","url":")").append(place.target).append("\"}}");
}

void write_node(const Node& node, std::string& out) {
  switch (node.kind) {
    case fhir::json::Kind::null: out += "null"; break;
    case fhir::json::Kind::boolean:
    case fhir::json::Kind::number: out += node.text; break;
    case fhir::json::Kind::string: fhir::json::append_string(out, node.text); break;
    case fhir::json::Kind::array:
    case fhir::json::Kind::object: {
      const bool object = node.kind == fhir::json::Kind::object;
      out += object ? '{' : '[';
      for (const Node* child = node.first; child != nullptr; child = child->next) {
        if (child != node.first) out += ',';
        if (object) {
          fhir::json::append_string(out, child->name);
          out += ':';
        }
        write_node(*child, out);
      }
      out += object ? '}' : ']';
    }
  }
}

/// A collection is a list of resources: each is loaded on its own.
fhir::Result<LoadRequest> request_for_collection(const Node& bundle) {
  LoadRequest request{{}, "POST", {}, {}, true, 0};
  std::string entries;
  const Node* list = bundle.find("entry");
  for (const Node* entry = list != nullptr ? list->first : nullptr; entry != nullptr; entry = entry->next) {
    const Node* resource = entry->find("resource");
    if (resource == nullptr) continue;
    TRY(const Place place, place_of(*resource));
    request.repeatable = request.repeatable && place.method == "PUT";
    std::string text;
    write_node(*resource, text);
    append_entry(entries, text, place);
  }
  request.body = R"({"resourceType":"Bundle","type":"batch","entry":[)" + entries + "]}";
  return request;
}

}  // namespace

fhir::Result<std::vector<LoadFile>> files_under(const std::vector<fs::path>& paths) {
  std::vector<LoadFile> files;
  const auto add = [&](const fs::path& path) {
    std::error_code error;
    files.push_back({path, fs::file_size(path, error), is_referred_to(path)});
  };
  for (const fs::path& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      for (const auto& entry : fs::recursive_directory_iterator(path, fs::directory_options::follow_directory_symlink, error)) {
        if (entry.is_regular_file() && is_data(entry.path())) add(entry.path());
      }
    } else if (fs::exists(path, error)) {
      if (form_of(path) == Form::xml || form_of(path) == Form::other) {
        return fhir::Outcome(fhir::IssueType::not_supported,
                             path.string() + " is neither .json nor .ndjson, gzipped (.gz) or not; XML becomes JSON with `setu convert`.");
      }
      add(path);
    } else {
      return fhir::Outcome(fhir::IssueType::not_found, path.string() + " does not exist.");
    }
  }
  std::sort(files.begin(), files.end(), [](const LoadFile& a, const LoadFile& b) {
    if (a.first != b.first) return a.first;
    // Practitioners belong to hospitals.
    return a.path < b.path;
  });
  return files;
}

fhir::Result<LoadRequest> request_for(std::string text) {
  fhir::Arena arena;
  TRY(const Node* root, fhir::json::parse(text, arena));
  if (root->text_of("resourceType") == "Bundle") {
    const auto type = root->text_of("type");
    if (type == "transaction" || type == "batch") return LoadRequest{{}, "POST", {}, std::move(text), false, 0};
    if (type == "collection" || type == "searchset") return request_for_collection(*root);
  }
  TRY(const Place place, place_of(*root));
  return LoadRequest{{}, place.method, "/" + place.target, std::move(text), place.method == "PUT", 0};
}

fhir::Result<void> LoadBatch::append(std::string_view line) {
  fhir::Arena arena;
  TRY(const Node* root, fhir::json::parse(line, arena));
  TRY(const Place place, place_of(*root));
  append_entry(entries_, line, place);
  repeatable_ = repeatable_ && place.method == "PUT";
  ++lines_;
  return {};
}

LoadRequest LoadBatch::take() {
  LoadRequest request{{}, "POST", {}, R"({"resourceType":"Bundle","type":"batch","entry":[)" + entries_ + "]}", repeatable_, 0};
  entries_.clear();
  lines_ = 0;
  repeatable_ = true;
  return request;
}

}  // namespace setu::command
