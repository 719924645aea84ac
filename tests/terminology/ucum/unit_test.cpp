#include "terminology/ucum/unit.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "terminology/ucum/atom.h"

using terminology::ucum::Unit;

namespace {

Unit unit(const char* code) {
  auto read = Unit::parse(code);
  INFO(code << (read ? "" : " " + fhir::to_text(read.outcome())));
  REQUIRE(read);
  return *read;
}

std::string refused(const char* code) {
  const auto read = Unit::parse(code);
  return read ? std::string() : read.outcome().issues[0].text;
}

}  // namespace

TEST_CASE("units of one kind have one canonical unit, and equal quantities one number") {  // https://ucum.org/ucum#section-Semantics
  struct Equal {
    double value;
    const char* code;
    double other_value;
    const char* other;
  };
  const Equal cases[] = {
      {5.4, "mg", 0.0054, "g"},           {5.4, "mg", 5400, "ug"},           {70, "kg", 70'000, "g"},
      {5, "mmol/L", 5, "umol/mL"},        {5, "mmol/L", 0.005, "mol/L"},     {5, "mmol/l", 5, "mol/m3"},
      {120, "mm[Hg]", 15.99864, "kPa"},   {1, "m[Hg]", 133322, "Pa"},        {1, "cm[H2O]", 98.0665, "Pa"},
      {37, "Cel", 98.6, "[degF]"},        {37, "Cel", 310.15, "K"},          {-40, "Cel", -40, "[degF]"},
      {80, "[degRe]", 100, "Cel"},        {1000, "mCel", 1, "Cel"},          {4.5, "10*3/uL", 4.5, "10*9/L"},
      {4500, "/uL", 4.5, "10*9/L"},       {4.5, "10^3/uL", 4500, "{cells}/uL"}, {45, "%", 0.45, "1"},
      {45, "%", 450, "[ppth]"},           {90, "min", 1.5, "h"},             {36, "h", 1.5, "d"},
      {2, "wk", 14, "d"},                 {12, "mo", 1, "a"},                {72, "/min", 1.2, "Hz"},
      {72, "{beats}/min", 72, "/min"},    {1, "[lb_av]", 453.59237, "g"},    {16, "[oz_av]", 1, "[lb_av]"},
      {5, "[ft_i]", 60, "[in_i]"},        {1, "[in_i]", 2.54, "cm"},         {1, "[mi_us]", 5280, "[ft_us]"},
      {3937, "[ft_us]", 1200, "m"},       {1, "kcal", 4184, "J"},            {1, "[Cal]", 1, "kcal"},
      {60, "U/L", 1, "umol/s/L"},         {1, "U", 1, "umol/min"},           {6, "mL/min/{1.73_m2}", 0.1, "mL/s"},
      {1, "kg.m/s2", 1, "N"},             {1, "kg/m2", 1000, "g.m-2"},       {1, "m/s/s", 1, "m/s2"},
      {1, "m/(s.s)", 1, "m/s2"},          {1, "(m/s)/s", 1, "m/s2"},         {1, "/(/m)", 1, "m"},
      {1, "10*-3.g", 1, "mg"},            {1, "100.g", 1, "hg"},             {1, "2.[pi].rad/360", 1, "deg"},
      {1, "KiBy", 8192, "bit"},           {1, "mL", 1, "cm3"},               {1, "dL", 100, "ml"},
      {1, "g%", 10, "g/L"},               {3, "[iU]/mL", 3, "[IU]/mL"},      {1, "k[iU]/L", 1, "[iU]/mL"},
      {100, "{Ct}", 100, "1"},            {7.5, "mg{creat}/dL", 75, "mg/L"}, {1, "m+2", 1, "m2"},
      {1, "[gal_us]", 231, "[in_i]3"},    {1, "bar", 100, "kPa"},            {1, "[wood'U]", 60, "[PRU].10*-3"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.value, one.code, one.other_value, one.other);
    CHECK(unit(one.code).canonical() == unit(one.other).canonical());
    CHECK(unit(one.code).to_canonical(one.value) == unit(one.other).to_canonical(one.other_value));
  }
}

TEST_CASE("every unit of the table can be computed with, once") {
  std::set<std::string_view> codes;
  for (const auto& atom : terminology::ucum::all_atoms()) {
    CAPTURE(atom.code);
    CHECK(codes.insert(atom.code).second);
    const auto read = Unit::parse(atom.code);
    CHECK(static_cast<bool>(read) == (atom.kind != terminology::ucum::Atom::Kind::function));
    if (read) CHECK(read->to_canonical(2) > read->to_canonical(1));
  }
  CHECK(codes.size() > 280);
}

TEST_CASE("canonical units are products of base units") {
  CHECK(unit("mg/dL").canonical() == "g.m-3");
  CHECK(unit("mm[Hg]").canonical() == "g.m-1.s-2");
  CHECK(unit("mmol/L").canonical() == "m-3.mol");
  CHECK(unit("%").canonical() == "1");
  CHECK(unit("m/m").canonical() == "1");
  CHECK(unit("Cel").canonical() == "K");
  CHECK(unit("[CFU]/mL").canonical() == "[CFU].m-3");
  CHECK(unit("g").to_canonical(0.1) == 0.1);
  CHECK(unit("mg").to_canonical(5.4) == 0.0054);
  CHECK(unit("mm[Hg]").to_canonical(120) == 15998640);
  CHECK(unit("Cel").to_canonical(36.6) == 309.75);
}

TEST_CASE("what UCUM calls a pure number and is none in a clinic is kept apart") {
  for (const char* code : {"mol", "eq", "osm", "[iU]", "[CFU]", "[HPF]", "1"}) {
    for (const char* other : {"mol", "eq", "osm", "[iU]", "[CFU]", "[HPF]", "1"}) {
      CAPTURE(code, other);
      CHECK((unit(code).canonical() == unit(other).canonical()) == (std::string(code) == other));
    }
  }
}

TEST_CASE("greater quantities do not become smaller, and extremes are no accident") {
  const auto grain = unit("[gr]/[ft_us]3");
  double last = -INFINITY;
  for (const double value : {-1e300, -5.0, -1e-300, 0.0, 4.9999999999999991, 5.0, 5.000000000000001, 1e17, 123456789012345678.0, 1e300}) {
    CAPTURE(value);
    CHECK(grain.to_canonical(value) > last);
    last = grain.to_canonical(value);
  }
  CHECK(grain.to_canonical(INFINITY) == INFINITY);
  CHECK(unit("Cel").to_canonical(-273.15) == 0);
}

TEST_CASE("what is no unit is refused by name") {
  for (const char* code : {"", "milligram", "mgg", "kmin", "dd", "m[", "m]", "(m", "m)", "m//s", "m..s", "m.", "/", ".", "m-", "m0", "m200", "{", "m{a", "m{a{b}}", "m{a b}",
                           "mg dL", " mg", "mmHg", "µg", "10*a", "m/0", "Cel/s", "Cel2", "2.Cel", "(Cel)", "/Cel", "()", "99999999999999999999999999999999999999999m"}) {
    CAPTURE(code);
    CHECK_FALSE(refused(code).empty());
  }
  CHECK(refused("milligram").find("\"milligram\" is no unit of UCUM") != std::string::npos);
  CHECK(refused("[pH]").find("\"[pH]\" is a scale that is not converted") != std::string::npos);
  CHECK(refused("dB[SPL]").find("not converted") != std::string::npos);
  CHECK(refused("Cel/s").find("write K") != std::string::npos);
  CHECK_FALSE(refused(std::string(10'000, '(').c_str()).empty());
  CHECK_FALSE(refused(("m" + std::string(150, '/') + "m").c_str()).empty());
  CHECK(refused("((((((((m))))))))").empty());
  CHECK(refused("(((((((((m)))))))))").find("8 deep") != std::string::npos);
  CHECK_FALSE(refused("10*99.10*99.m99.km99.Ym99.ym-99.[gr]99").empty());
}
