#include "fhir/path/expression.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "fhir/path/function.h"

namespace fhir::path {
namespace {

static_assert(std::is_trivially_copyable_v<Term>);

/// Differs where the numbers of functions do, so that bytes of another build are not misread.
constexpr std::uint32_t format_version = 1;
std::uint32_t format() {
  std::uint32_t hash = 2166136261u ^ format_version ^ (sizeof(Term) << 8);
  for (const Signature& function : functions()) {
    for (const char c : function.name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    hash = (hash ^ ',') * 16777619u;
  }
  return hash;
}

struct Header {
  std::uint32_t format;
  std::uint32_t terms;
  std::uint32_t pool;
};

Outcome damaged(std::string_view what) {
  return Outcome(IssueType::structure, "A compiled FHIRPath expression is damaged: " + std::string(what));
}

/// Operands and arguments stand before their term, so that no term can contain itself.
Result<void> check(std::span<const Term> terms, std::size_t pool) {
  using Kind = Term::Kind;
  for (std::uint32_t at = 0; at < terms.size(); ++at) {
    const Term& term = terms[at];
    if (term.kind > Kind::as) return damaged("a term of an unknown kind");
    if (std::size_t{term.text} + term.length > pool) return damaged("a text outside the pool");
    const auto before = [at](std::uint32_t operand) { return operand < at; };
    const bool has_left = term.left != Term::none;
    if (has_left && !before(term.left)) return damaged("an operand after its term");
    const bool needs_left = term.kind == Kind::item || term.kind == Kind::plus || term.kind == Kind::minus ||
                            term.kind == Kind::binary || term.kind == Kind::is || term.kind == Kind::as;
    if (needs_left && !has_left) return damaged("a missing operand");
    const bool needs_right = term.kind == Kind::item || term.kind == Kind::binary;
    if (needs_right && !before(term.right)) return damaged("a missing right operand");
    if (!needs_right && term.kind != Kind::call && term.right != Term::none) return damaged("an operand too many");
    if (term.kind == Kind::binary && term.code > static_cast<std::uint8_t>(Operator::implies)) return damaged("an unknown operator");
    if (term.kind != Kind::call) continue;
    if (term.code >= functions().size()) return damaged("an unknown function");
    const Signature& signature = functions()[term.code];
    const bool fits = signature.arguments == Arguments::type ? term.count == 0
                                                             : term.count >= signature.least && term.count <= signature.most;
    if (!fits) return damaged("a wrong number of arguments");
    std::uint32_t argument = term.right;
    for (std::uint16_t left = term.count; left > 0; --left) {
      if (!before(argument)) return damaged("an argument after its call");
      const std::uint32_t next = terms[argument].next;
      if (left > 1 && (next == Term::none || next <= argument)) return damaged("arguments out of order");
      argument = next;
    }
  }
  return {};
}

}  // namespace

std::uint32_t Expression::depth() const {
  std::vector<std::uint32_t> depths(terms_.size());
  std::uint32_t deepest = 0;
  for (std::size_t at = 0; at < terms_.size(); ++at) {
    const Term& term = terms_[at];
    std::uint32_t below = term.left != Term::none ? depths[term.left] : 0;
    std::uint32_t operand = term.right;
    const std::uint32_t operands = term.kind == Term::Kind::call ? term.count : operand != Term::none ? 1 : 0;
    for (std::uint32_t left = operands; left > 0; --left) {
      below = std::max(below, depths[operand]);
      if (left > 1) operand = terms_[operand].next;
    }
    depths[at] = below + 1;
    deepest = std::max(deepest, depths[at]);
  }
  return deepest;
}

std::vector<std::byte> Expression::bytes() const {
  const Header header{format(), static_cast<std::uint32_t>(terms_.size()), static_cast<std::uint32_t>(pool_.size())};
  std::vector<std::byte> out(sizeof header + terms_.size() * sizeof(Term) + pool_.size());
  std::byte* to = out.data();
  std::memcpy(to, &header, sizeof header);
  to += sizeof header;
  if (!terms_.empty()) std::memcpy(to, terms_.data(), terms_.size() * sizeof(Term));
  to += terms_.size() * sizeof(Term);
  if (!pool_.empty()) std::memcpy(to, pool_.data(), pool_.size());
  return out;
}

Result<Expression> Expression::from_bytes(std::span<const std::byte> bytes) {
  Header header;
  if (bytes.size() < sizeof header) return damaged("too short");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.format != format()) return Outcome(IssueType::structure, "A compiled FHIRPath expression is of another version");
  const std::uint64_t terms_size = std::uint64_t{header.terms} * sizeof(Term);
  if (bytes.size() != sizeof header + terms_size + header.pool) return damaged("a wrong size");
  Expression expression;
  expression.terms_.resize(header.terms);
  expression.pool_.resize(header.pool);
  if (header.terms != 0) std::memcpy(static_cast<void*>(expression.terms_.data()), bytes.data() + sizeof header, terms_size);
  if (header.pool != 0) std::memcpy(expression.pool_.data(), bytes.data() + sizeof header + terms_size, header.pool);
  TRY_VOID(check(expression.terms_, expression.pool_.size()));
  if (expression.depth() > depth_max) return damaged("terms too deep in one another");
  return expression;
}

}  // namespace fhir::path
