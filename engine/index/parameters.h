#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/index/key.h"
#include "engine/index/path.h"
#include "fhir/model/search_parameter.h"

/// The search parameters of each resource type as the index has them: made from fhir/r4's tables at first
/// use, one type at a time, and never changed after; safe to read from any thread.
namespace engine::index {

struct Parameter;
class CustomParameter;

/// The parameters that search words, in the narrative and in all of a resource. https://hl7.org/fhir/R4/search.html#content
constexpr std::string_view narrative_code = "_text";
constexpr std::string_view content_code = "_content";
constexpr bool is_full_text_code(std::string_view code) { return code == narrative_code || code == content_code; }

/// A parameter whose postings answer another's, perhaps only those that lead to resources of one type.
struct Answer {
  const Parameter* parameter = nullptr;
  std::string_view target;  ///< resource type, or empty for any
};

/// One part of a composite parameter.
struct Component {
  fhir::SearchType type;               ///< token, reference, quantity, date, number, string
  std::string_view code;               ///< of the parameter it behaves as
  std::vector<Path> paths;             ///< from the composite's own element
  bool from_resource = false;          ///< the paths start at the resource instead ("%resource.")
  std::vector<std::string> systems;    ///< beside `paths`: of the codes they lead to, see implied_system()
};

/// A search parameter of one resource type. https://hl7.org/fhir/R4/searchparameter-registry.html
struct Parameter {
  const fhir::SearchParameter* definition = nullptr;
  const fhir::Descriptor* type = nullptr;  ///< the resource type
  std::string_view code;                   ///< "birthdate"
  fhir::SearchType kind = fhir::SearchType::special;
  int bit = -1;                            ///< in Postings::present; -1: a custom one, which posts present_key() instead
  std::vector<Path> paths;                 ///< the branches of the expression that apply to this type
  std::vector<std::string> systems;        ///< beside `paths`: of the codes they lead to, see implied_system()
  std::vector<std::string_view> targets;   ///< of a reference: resource types it may lead to
  std::vector<Component> components;       ///< of a composite

  /// Where this parameter's postings are found: itself, unless they would repeat those of others.
  /// `patient` is `subject` where it leads to a Patient; `combo-code` is `code` and `component-code`.
  std::vector<Answer> answers;
  /// A composite over the resource itself, each of whose parts occurs at most once, is answered by asking
  /// for all its parts: these parameters, in the order of the components.
  std::vector<const Parameter*> parts;
  /// The SearchParameter of a tenant that defines it; null for those of R4.
  const CustomParameter* custom = nullptr;

  /// True if a resource has at most one value of it: single paths, through one child, which can be of one type only.
  bool occurs_once() const;

  /// `_id` and `_lastUpdated` are answered by the resource's row and by an order the store keeps itself.
  bool is_id() const { return code == "_id"; }
  bool is_last_updated() const { return code == "_lastUpdated"; }

  /// Places by their distance, the one special parameter that an element answers.
  bool is_near() const { return kind == fhir::SearchType::special && code == "near"; }

  /// Words, of the narrative or of all texts: indexed where a tenant's definition says so, and ranked.
  /// https://hl7.org/fhir/R4/search.html#content
  bool is_narrative() const { return code == narrative_code; }
  bool is_full_text() const { return is_full_text_code(code); }

  /// Of a string: its values are names of families, or names that have such, which are found by each of their words.
  bool is_family_name() const;

  /// True if searches by it are answered; the others are refused by name and not in /metadata.
  bool searchable() const { return (kind != fhir::SearchType::special || is_near()) && !(paths.empty() && components.empty()); }
  /// Of a reference: some of its values are canonicals or uris, which lead to resources by their URL.
  bool holds_urls() const;
  /// Of a reference: some of its values are References, which lead to resources by their id.
  bool holds_references() const;
  /// Of a reference: what it leads to may be a part of another of its type, so that it may be searched up and down.
  /// https://hl7.org/fhir/R4/search.html#recursive
  bool leads_up_and_down() const;
  /// Of a token: its codes are MIME types, which are found by their base as well. https://hl7.org/fhir/R4/search.html#mimetype
  bool is_of_mime_types() const;
  /// True if its values are posted under its own code: no other parameter's postings answer it.
  bool has_own_postings() const { return parts.empty() && answers.size() == 1 && answers[0].parameter == this; }
};

/// All parameters of one resource type, ordered by code.
class Parameters {
 public:
  explicit Parameters(const fhir::Descriptor& type);
  /// The same ones, for the contained type of theirs.
  Parameters(const Parameters& own, const fhir::Descriptor& contained);
  std::span<const std::unique_ptr<Parameter>> all() const { return all_; }
  /// That of a code, or null.
  const Parameter* find(std::string_view code) const;
  /// The parameter that the type's resources are ordered by when nobody asks for an order: its main date,
  /// which occurs at most once; null for types that have none.
  const Parameter* main_date() const { return main_date_; }
  /// Reference parameters whose target may be the patient of whose compartment a resource is.
  std::span<const Parameter* const> patient_links() const { return patient_links_; }

 private:
  void find_main_date();
  void find_patient_links(const fhir::Descriptor& type);

  std::vector<std::unique_ptr<Parameter>> all_;
  std::vector<const Parameter*> patient_links_;
  const Parameter* main_date_ = nullptr;
};

/// The parameter that a definition makes for one of the types it is for; without paths where its expression leads nowhere
/// there. `others` are definitions beside R4's that the components of a composite may name.
std::unique_ptr<Parameter> parameter_of(const fhir::SearchParameter& definition, const fhir::Descriptor& type,
                                        std::span<const fhir::SearchParameter* const> others = {});

/// True if a definition is for resources of a type: by its name, or as one of "Resource" or "DomainResource".
bool applies(const fhir::SearchParameter& definition, const fhir::Descriptor& type);

/// True if resources of a type may have a narrative. https://hl7.org/fhir/R4/domainresource.html
bool has_narrative(const fhir::Descriptor& type);

/// True if a branch of an expression speaks of a type: "(Patient.name as X)" does of Patient, "name" of any.
bool speaks_of(std::string_view branch, const fhir::Descriptor& type);

/// Whether postings can hold what a composite's components find: codes and references, and behind them one interval or
/// two numbers.
bool can_be_posted(const Parameter& composite);

/// The definition of R4 with this canonical URL, or null.
const fhir::SearchParameter* definition_of(std::string_view url);

/// The code system that a `code` element has without saying so: that of the value set it is bound to.
/// Empty where the value set draws on several. https://hl7.org/fhir/R4/search.html#token
std::string implied_system(std::string_view value_set);

/// True if resources of a type have a canonical URL that others refer to them by.
bool has_url(const fhir::Descriptor& type);

/// The parameter under whose code what the one of a code finds is posted: "system" of a CodeSystem's "url", whose values they
/// share. Null if there is none of that code, or none that answers it alone.
const Parameter* posted_by(const fhir::Descriptor& type, std::string_view code);

/// The parameter by which a resource says that it is a part of another of its type, or null if none is.
/// https://hl7.org/fhir/R4/references.html#circular
const Parameter* part_of(const fhir::Descriptor& type);

/// The parameters of a resource type, or of a contained type.
const Parameters& parameters_of(const fhir::Descriptor& type);

}  // namespace engine::index
